#include "textflag.h"

// Bits set in a nibble, twice: VPSHUFB looks up within halves of a register.
DATA nibble<>+0(SB)/8, $0x0302020102010100
DATA nibble<>+8(SB)/8, $0x0403030203020201
DATA nibble<>+16(SB)/8, $0x0302020102010100
DATA nibble<>+24(SB)/8, $0x0403030203020201
GLOBL nibble<>(SB), RODATA|NOPTR, $32

// Reverses the four 16-bit lanes of each code.
DATA reverse<>+0(SB)/8, $0x0100030205040706
DATA reverse<>+8(SB)/8, $0x09080B0A0D0C0F0E
DATA reverse<>+16(SB)/8, $0x0100030205040706
DATA reverse<>+24(SB)/8, $0x09080B0A0D0C0F0E
GLOBL reverse<>(SB), RODATA|NOPTR, $32

// CORRELATE leaves in X, for each of the four codes in Y0, two doublewords:
// |A+D|+|B+C| and |A-D|+|B-C| of the lanes of code XOR Q. VPMADDUBSW adds twice
// the bytes of a lane; taking off its number of bits makes the difference signed.
#define CORRELATE(Q, X, T, U) \
	VPXOR Y0, Q, X \
	VPAND Y14, X, T \
	VPSRLW $4, X, X \
	VPAND Y14, X, X \
	VPSHUFB T, Y13, T \
	VPSHUFB X, Y13, X \
	VPADDB X, T, X \
	VPMADDUBSW Y12, X, X \
	VPSUBW Y11, X, X \
	VPSHUFB Y10, X, T \
	VPADDW T, X, U \
	VPSUBW T, X, X \
	VPBLENDW $0xCC, X, U, X \
	VPABSW X, X \
	VPMADDWD Y9, X, X

// FOUR leaves in MASK which of the four codes at OFFSET reach the limit.
#define FOUR(OFFSET, MASK) \
	VMOVDQU OFFSET(SI), Y0 \
	CORRELATE(Y15, Y1, Y2, Y3) \
	CORRELATE(Y8, Y4, Y5, Y6) \
	VPMAXSD Y1, Y4, Y1 \
	VPSHUFD $0xB1, Y1, Y2 \
	VPMAXSD Y1, Y2, Y1 \
	VPCMPGTD Y7, Y1, Y1 \
	VMOVMSKPD Y1, MASK

// func vectorHashed(codes *uint64, n int, straight, turned, least uint64, out *uint64)
TEXT ·vectorHashed(SB), NOSPLIT, $0-48
	MOVQ codes+0(FP), SI
	MOVQ n+8(FP), CX
	MOVQ out+40(FP), DI
	VPBROADCASTQ straight+16(FP), Y15
	VPBROADCASTQ turned+24(FP), Y8
	MOVQ least+32(FP), AX
	DECQ AX
	VMOVQ AX, X7
	VPBROADCASTD X7, Y7
	MOVQ $0x0F0F0F0F0F0F0F0F, AX
	VMOVQ AX, X14
	VPBROADCASTQ X14, Y14
	VMOVDQU nibble<>(SB), Y13
	MOVQ $0x0202020202020202, AX
	VMOVQ AX, X12
	VPBROADCASTQ X12, Y12
	MOVQ $0x001000100010000F, AX // bits of the lanes: the first has no DC
	VMOVQ AX, X11
	VPBROADCASTQ X11, Y11
	VMOVDQU reverse<>(SB), Y10
	MOVQ $0x0001000100010001, AX
	VMOVQ AX, X9
	VPBROADCASTQ X9, Y9

loop:
	FOUR(0, AX)
	FOUR(32, DX)
	SHLL $4, DX
	ORL  DX, AX
	MOVB AX, (DI)
	INCQ DI
	ADDQ $64, SI
	SUBQ $8, CX
	JNZ  loop
	VZEROUPPER
	RET

// SKETCHED lowers Z8 to the distance of the eight codes in Z0 to Z3 to the one of
// q at OFFSET.
#define SKETCHED(OFFSET) \
	VPXORQ.BCST (OFFSET)(BX), Z0, Z4 \
	VPXORQ.BCST (OFFSET+8)(BX), Z1, Z5 \
	VPXORQ.BCST (OFFSET+16)(BX), Z2, Z6 \
	VPXORQ.BCST (OFFSET+24)(BX), Z3, Z7 \
	VPOPCNTQ Z4, Z4 \
	VPOPCNTQ Z5, Z5 \
	VPOPCNTQ Z6, Z6 \
	VPOPCNTQ Z7, Z7 \
	VPADDQ Z4, Z5, Z4 \
	VPADDQ Z6, Z7, Z6 \
	VPADDQ Z4, Z6, Z4 \
	VPMINUQ Z4, Z8, Z8

// func vectorSketched(w0, w1, w2, w3 *uint64, n int, q *sketched, limit uint64, out *uint64)
TEXT ·vectorSketched(SB), NOSPLIT, $0-64
	MOVQ w0+0(FP), R8
	MOVQ w1+8(FP), R9
	MOVQ w2+16(FP), R10
	MOVQ w3+24(FP), R11
	MOVQ n+32(FP), CX
	MOVQ q+40(FP), BX
	VPBROADCASTQ limit+48(FP), Z9
	MOVQ out+56(FP), DI
	MOVQ $256, AX
	VPBROADCASTQ AX, Z10

eight:
	VMOVDQU64 (R8), Z0
	VMOVDQU64 (R9), Z1
	VMOVDQU64 (R10), Z2
	VMOVDQU64 (R11), Z3
	VMOVDQA64 Z10, Z8
	SKETCHED(0)
	SKETCHED(32)
	SKETCHED(64)
	SKETCHED(96)
	SKETCHED(128)
	SKETCHED(160)
	SKETCHED(192)
	SKETCHED(224)
	VPCMPUQ $2, Z9, Z8, K1 // not above
	KMOVB K1, AX
	MOVB AX, (DI)
	INCQ DI
	ADDQ $64, R8
	ADDQ $64, R9
	ADDQ $64, R10
	ADDQ $64, R11
	SUBQ $8, CX
	JNZ  eight
	VZEROUPPER
	RET

// HALF adds to the bytes of Y5 the bits of the four words in W that differ from the
// one at OFFSET of q.
#define HALF(OFFSET, W) \
	VPBROADCASTQ (OFFSET)(BX), Y6 \
	VPXOR Y6, W, Y6 \
	VPAND Y14, Y6, Y7 \
	VPSRLW $4, Y6, Y6 \
	VPAND Y14, Y6, Y6 \
	VPSHUFB Y7, Y13, Y7 \
	VPSHUFB Y6, Y13, Y6 \
	VPADDB Y7, Y6, Y6 \
	VPADDB Y6, Y5, Y5

// HALVES lowers Y4 to the distance of the four codes in Y0 to Y3 to the one of q at
// OFFSET.
#define HALVES(OFFSET) \
	VPXOR Y5, Y5, Y5 \
	HALF(OFFSET, Y0) \
	HALF(OFFSET+8, Y1) \
	HALF(OFFSET+16, Y2) \
	HALF(OFFSET+24, Y3) \
	VPSADBW Y12, Y5, Y5 \
	VPMINUD Y5, Y4, Y4

// FOURCODES leaves in MASK which of the four codes at AT are above the limit.
#define FOURCODES(AT, MASK) \
	VMOVDQU AT(R8), Y0 \
	VMOVDQU AT(R9), Y1 \
	VMOVDQU AT(R10), Y2 \
	VMOVDQU AT(R11), Y3 \
	VMOVDQA Y11, Y4 \
	HALVES(0) \
	HALVES(32) \
	HALVES(64) \
	HALVES(96) \
	HALVES(128) \
	HALVES(160) \
	HALVES(192) \
	HALVES(224) \
	VPCMPGTQ Y15, Y4, Y4 \
	VMOVMSKPD Y4, MASK

// func halfSketched(w0, w1, w2, w3 *uint64, n int, q *sketched, limit uint64, out *uint64)
TEXT ·halfSketched(SB), NOSPLIT, $0-64
	MOVQ w0+0(FP), R8
	MOVQ w1+8(FP), R9
	MOVQ w2+16(FP), R10
	MOVQ w3+24(FP), R11
	MOVQ n+32(FP), CX
	MOVQ q+40(FP), BX
	VPBROADCASTQ limit+48(FP), Y15
	MOVQ out+56(FP), DI
	MOVQ $256, AX
	VMOVQ AX, X11
	VPBROADCASTQ X11, Y11
	MOVQ $0x0F0F0F0F0F0F0F0F, AX
	VMOVQ AX, X14
	VPBROADCASTQ X14, Y14
	VMOVDQU nibble<>(SB), Y13
	VPXOR Y12, Y12, Y12

eightcodes:
	FOURCODES(0, AX)
	FOURCODES(32, DX)
	SHLL $4, DX
	ORL  DX, AX
	NOTL AX
	MOVB AX, (DI)
	INCQ DI
	ADDQ $64, R8
	ADDQ $64, R9
	ADDQ $64, R10
	ADDQ $64, R11
	SUBQ $8, CX
	JNZ  eightcodes
	VZEROUPPER
	RET
