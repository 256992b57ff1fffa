#include "textflag.h"

DATA consts<>+0(SB)/4, $0x7fffffff // all but the sign
DATA consts<>+4(SB)/4, $2.0
DATA consts<>+8(SB)/4, $4.0
DATA consts<>+12(SB)/4, $8.0
// The series of eighths, from its first power to its ninth.
DATA consts<>+16(SB)/4, $1.27306889
DATA consts<>+20(SB)/4, $-0.42055037
DATA consts<>+24(SB)/4, $0.22936264
DATA consts<>+28(SB)/4, $-0.10839470
DATA consts<>+32(SB)/4, $0.02652807
GLOBL consts<>(SB), RODATA|NOPTR, $36

// func vectorSlide(sums, in, gone, to *float32, n int, share float32)
TEXT ·vectorSlide(SB), NOSPLIT, $0-44
	MOVQ sums+0(FP), R8
	MOVQ in+8(FP), R9
	MOVQ gone+16(FP), R10
	MOVQ to+24(FP), R11
	MOVQ n+32(FP), CX
	VBROADCASTSS share+40(FP), Y15

slide:
	VMOVUPS (R8), Y0
	VADDPS (R9), Y0, Y0
	VSUBPS (R10), Y0, Y0
	VMOVUPS Y0, (R8)
	VMULPS Y15, Y0, Y0
	VMOVUPS Y0, (R11)
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	ADDQ $32, R11
	SUBQ $8, CX
	JNZ slide
	VZEROUPPER
	RET

// func vectorWindow(v, to *float32, n, wide int, share float32)
TEXT ·vectorWindow(SB), NOSPLIT, $0-36
	MOVQ v+0(FP), R8
	MOVQ to+8(FP), R9
	MOVQ n+16(FP), CX
	MOVQ wide+24(FP), DX
	VBROADCASTSS share+32(FP), Y15

window:
	MOVQ R8, R10
	MOVQ DX, BX
	VXORPS Y0, Y0, Y0

values:
	VADDPS (R10), Y0, Y0
	ADDQ $4, R10
	DECQ BX
	JNZ values
	VMULPS Y15, Y0, Y0
	VMOVUPS Y0, (R9)
	ADDQ $32, R8
	ADDQ $32, R9
	SUBQ $8, CX
	JNZ window
	VZEROUPPER
	RET

// func vectorTensor(up, at, down *float32, weight float32, xx, yy, xy *float32, n int)
TEXT ·vectorTensor(SB), NOSPLIT, $0-64
	MOVQ up+0(FP), R8
	MOVQ at+8(FP), R9
	MOVQ down+16(FP), R10
	VBROADCASTSS weight+24(FP), Y15
	MOVQ xx+32(FP), R11
	MOVQ yy+40(FP), R12
	MOVQ xy+48(FP), R13
	MOVQ n+56(FP), CX

tensor:
	VMOVUPS (R8), Y0   // up, left
	VMOVUPS 8(R8), Y1  // up, right
	VMOVUPS (R10), Y2  // down, left
	VMOVUPS 8(R10), Y3 // down, right
	VMOVUPS 8(R9), Y4
	VSUBPS (R9), Y4, Y4
	VADDPS Y4, Y4, Y4
	VSUBPS Y0, Y1, Y5
	VADDPS Y4, Y5, Y5
	VADDPS Y3, Y5, Y5
	VSUBPS Y2, Y5, Y5  // dx
	VMOVUPS 4(R10), Y6
	VSUBPS 4(R8), Y6, Y6
	VADDPS Y6, Y6, Y6
	VSUBPS Y0, Y2, Y7
	VADDPS Y6, Y7, Y7
	VADDPS Y3, Y7, Y7
	VSUBPS Y1, Y7, Y7  // dy
	VMULPS Y5, Y15, Y8
	VMULPS Y7, Y15, Y9
	VMULPS Y5, Y8, Y10
	VMULPS Y7, Y9, Y11
	VMULPS Y7, Y8, Y12
	VADDPS (R11), Y10, Y10
	VADDPS (R12), Y11, Y11
	VADDPS (R13), Y12, Y12
	VMOVUPS Y10, (R11)
	VMOVUPS Y11, (R12)
	VMOVUPS Y12, (R13)
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	ADDQ $32, R11
	ADDQ $32, R12
	ADDQ $32, R13
	SUBQ $8, CX
	JNZ tensor
	VZEROUPPER
	RET

// func vectorOrient(xx, yy, xy, strength *float32, n int)
TEXT ·vectorOrient(SB), NOSPLIT, $0-40
	MOVQ xx+0(FP), R8
	MOVQ yy+8(FP), R9
	MOVQ xy+16(FP), R10
	MOVQ strength+24(FP), R11
	MOVQ n+32(FP), CX
	VBROADCASTSS consts<>+0(SB), Y15
	VBROADCASTSS consts<>+4(SB), Y14
	VBROADCASTSS consts<>+8(SB), Y13
	VBROADCASTSS consts<>+12(SB), Y12
	VXORPS Y11, Y11, Y11

orient:
	VMOVUPS (R8), Y0
	VSUBPS (R9), Y0, Y0 // a
	VMOVUPS (R10), Y1
	VADDPS Y1, Y1, Y1 // b
	VMULPS Y0, Y0, Y2
	VMULPS Y1, Y1, Y3
	VADDPS Y3, Y2, Y2
	VSQRTPS Y2, Y2 // root
	VSQRTPS Y2, Y3
	VMOVUPS Y3, (R11)
	VCMPPS $0x1e, Y11, Y2, Y3 // where it is greater than zero
	VDIVPS Y2, Y0, Y4
	VDIVPS Y2, Y1, Y5
	VANDPS Y3, Y4, Y4
	VANDPS Y3, Y5, Y5
	VMOVUPS Y4, (R8)
	VMOVUPS Y5, (R9)

	VANDPS Y15, Y0, Y2 // ax
	VANDPS Y15, Y1, Y3 // bx
	VMINPS Y3, Y2, Y4
	VMAXPS Y3, Y2, Y5
	VCMPPS $0x1e, Y11, Y5, Y10 // where there is an angle
	VDIVPS Y5, Y4, Y4 // q
	VMULPS Y4, Y4, Y5
	VBROADCASTSS consts<>+32(SB), Y6
	VBROADCASTSS consts<>+28(SB), Y7
	VMULPS Y5, Y6, Y6
	VADDPS Y7, Y6, Y6
	VBROADCASTSS consts<>+24(SB), Y7
	VMULPS Y5, Y6, Y6
	VADDPS Y7, Y6, Y6
	VBROADCASTSS consts<>+20(SB), Y7
	VMULPS Y5, Y6, Y6
	VADDPS Y7, Y6, Y6
	VBROADCASTSS consts<>+16(SB), Y7
	VMULPS Y5, Y6, Y6
	VADDPS Y7, Y6, Y6
	VMULPS Y4, Y6, Y6 // t
	VCMPPS $0x1e, Y2, Y3, Y7
	VSUBPS Y6, Y14, Y8
	VBLENDVPS Y7, Y8, Y6, Y6
	VCMPPS $0x11, Y11, Y0, Y7
	VSUBPS Y6, Y13, Y8
	VBLENDVPS Y7, Y8, Y6, Y6
	VCMPPS $0x11, Y11, Y1, Y7
	VSUBPS Y6, Y12, Y8
	VBLENDVPS Y7, Y8, Y6, Y6
	VANDPS Y10, Y6, Y6
	VMOVUPS Y6, (R10)
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	ADDQ $32, R11
	SUBQ $8, CX
	JNZ orient
	VZEROUPPER
	RET

// func vectorEven(strength, across, down, local *float32, n int, floor float32)
TEXT ·vectorEven(SB), NOSPLIT, $0-44
	MOVQ strength+0(FP), R8
	MOVQ across+8(FP), R9
	MOVQ down+16(FP), R10
	MOVQ local+24(FP), R11
	MOVQ n+32(FP), CX
	VBROADCASTSS floor+40(FP), Y15

even:
	VADDPS (R11), Y15, Y1
	VMOVUPS (R8), Y0
	VDIVPS Y1, Y0, Y0
	VMOVUPS Y0, (R8)
	VMULPS (R9), Y0, Y1
	VMULPS (R10), Y0, Y2
	VMOVUPS Y1, (R9)
	VMOVUPS Y2, (R10)
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	ADDQ $32, R11
	SUBQ $8, CX
	JNZ even
	VZEROUPPER
	RET

// func vectorMinor(sum, across, down *float32, n int)
TEXT ·vectorMinor(SB), NOSPLIT, $0-32
	MOVQ sum+0(FP), R8
	MOVQ across+8(FP), R9
	MOVQ down+16(FP), R10
	MOVQ n+24(FP), CX

minor:
	VMOVUPS (R9), Y0
	VMOVUPS (R10), Y1
	VMULPS Y0, Y0, Y0
	VMULPS Y1, Y1, Y1
	VADDPS Y1, Y0, Y0
	VSQRTPS Y0, Y0
	VMOVUPS (R8), Y1
	VSUBPS Y0, Y1, Y1
	VMOVUPS Y1, (R8)
	ADDQ $32, R8
	ADDQ $32, R9
	ADDQ $32, R10
	SUBQ $8, CX
	JNZ minor
	VZEROUPPER
	RET
