#include "textflag.h"

// func vectorAdd(v *uint8, share float32, sums *float32, n int)
TEXT ·vectorAdd(SB), NOSPLIT, $0-32
	MOVQ v+0(FP), R8
	VBROADCASTSS share+8(FP), Y15
	MOVQ sums+16(FP), R9
	MOVQ n+24(FP), CX

add:
	VPMOVZXBD (R8), Y0
	VCVTDQ2PS Y0, Y0
	VMULPS Y15, Y0, Y0
	VADDPS (R9), Y0, Y0
	VMOVUPS Y0, (R9)
	ADDQ $8, R8
	ADDQ $32, R9
	SUBQ $8, CX
	JNZ add
	VZEROUPPER
	RET

// func vectorAlong(row *float32, part *quad, out *float32, n int)
TEXT ·vectorAlong(SB), NOSPLIT, $0-32
	MOVQ row+0(FP), R8
	MOVQ part+8(FP), R9
	MOVQ out+16(FP), R10
	MOVQ n+24(FP), CX

along:
	MOVQ (R9), AX
	MOVQ 24(R9), BX
	MOVQ 48(R9), DX
	MOVQ 72(R9), SI
	VMOVUPS (R8)(AX*4), X0
	VMOVUPS (R8)(BX*4), X1
	VMOVUPS (R8)(DX*4), X2
	VMOVUPS (R8)(SI*4), X3
	VMULPS 8(R9), X0, X0
	VMULPS 32(R9), X1, X1
	VMULPS 56(R9), X2, X2
	VMULPS 80(R9), X3, X3
	VHADDPS X1, X0, X0
	VHADDPS X3, X2, X2
	VHADDPS X2, X0, X0
	VADDPS (R10), X0, X0
	VMOVUPS X0, (R10)
	ADDQ $96, R9
	ADDQ $16, R10
	SUBQ $4, CX
	JNZ along
	RET
