package worker

import (
	"os"
	"slices"
	"unsafe"

	"golang.org/x/sys/unix"
)

// allowed are the calls that a Go program makes that reads one descriptor,
// writes another and computes: the runtime's and, where cgo is linked, those of
// the C library's threads.
var allowed = append([]uint32{
	unix.SYS_READ, unix.SYS_PREAD64, unix.SYS_WRITE, unix.SYS_CLOSE, unix.SYS_FSTAT, unix.SYS_LSEEK,
	unix.SYS_MUNMAP, unix.SYS_MADVISE, unix.SYS_MREMAP, unix.SYS_BRK, unix.SYS_MINCORE,
	unix.SYS_FUTEX, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP,
	unix.SYS_CLOCK_GETTIME, unix.SYS_GETTIMEOFDAY, unix.SYS_GETRANDOM, unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_GETRUSAGE,
	unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK,
	unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ, unix.SYS_MEMBARRIER, unix.SYS_RESTART_SYSCALL,
	unix.SYS_EPOLL_PWAIT,
	unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
}, allowedHere...)

// fatal calls end the child at once; all others that are not allowed merely fail.
var fatal = append([]uint32{
	unix.SYS_EXECVE, unix.SYS_EXECVEAT, unix.SYS_SOCKET, unix.SYS_CONNECT, unix.SYS_PTRACE,
	unix.SYS_PROCESS_VM_READV, unix.SYS_PROCESS_VM_WRITEV, unix.SYS_BPF, unix.SYS_IO_URING_SETUP,
}, fatalHere...)

// Offsets in struct seccomp_data; of an argument the low half, on machines with
// the little end first.
const (
	offNumber = 0
	offArch   = 4
	offArg0   = 16
	offArg2   = 32
)

// confine puts all threads of this process behind a filter of system calls.
func confine() error {
	program := filter(uint32(os.Getpid()))
	prog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	_, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return errno
	}
	return nil
}

// filter is the program that the kernel runs at each system call of process pid.
func filter(pid uint32) []unix.SockFilter {
	const (
		load   = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
		equal  = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
		anyBit = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
		give   = unix.BPF_RET | unix.BPF_K

		pass = unix.SECCOMP_RET_ALLOW
		kill = unix.SECCOMP_RET_KILL_PROCESS
		deny = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
		none = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)
	)
	// when answers a for call number n; the loaded number stays loaded.
	when := func(n, a uint32) []unix.SockFilter {
		return []unix.SockFilter{{Code: equal, Jf: 1, K: n}, {Code: give, K: a}}
	}
	// whenArg answers yes or no for call number n by a test of one argument.
	whenArg := func(n uint32, arg uint32, test uint16, value, yes, no uint32) []unix.SockFilter {
		return []unix.SockFilter{
			{Code: equal, Jf: 4, K: n},
			{Code: load, K: arg},
			{Code: test, Jf: 1, K: value},
			{Code: give, K: yes},
			{Code: give, K: no},
		}
	}
	program := []unix.SockFilter{
		{Code: load, K: offArch},
		{Code: equal, Jt: 1, K: auditArch},
		{Code: give, K: kill},
		{Code: load, K: offNumber},
	}
	for _, n := range allowed {
		program = append(program, when(n, pass)...)
	}
	for _, n := range fatal {
		program = append(program, when(n, kill)...)
	}
	return slices.Concat(program,
		whenArg(unix.SYS_CLONE, offArg0, anyBit, unix.CLONE_THREAD, pass, kill),
		when(unix.SYS_CLONE3, none), // its flags lie in memory; the C library then uses clone
		whenArg(unix.SYS_MMAP, offArg2, anyBit, unix.PROT_EXEC, deny, pass),
		whenArg(unix.SYS_MPROTECT, offArg2, anyBit, unix.PROT_EXEC, deny, pass),
		whenArg(unix.SYS_TGKILL, offArg0, equal, pid, pass, deny),
		[]unix.SockFilter{{Code: give, K: deny}},
	)
}
