package worker

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_X86_64

var (
	allowedHere = []uint32{unix.SYS_ARCH_PRCTL}
	fatalHere   = []uint32{unix.SYS_FORK, unix.SYS_VFORK}
)
