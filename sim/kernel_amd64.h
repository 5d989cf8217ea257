// What the kernels of compartments share: rows of a table, turned over.

// Orders of the turning over, as places in two registers of eight.
DATA even<>+0(SB)/8, $0
DATA even<>+8(SB)/8, $1
DATA even<>+16(SB)/8, $8
DATA even<>+24(SB)/8, $9
DATA even<>+32(SB)/8, $4
DATA even<>+40(SB)/8, $5
DATA even<>+48(SB)/8, $12
DATA even<>+56(SB)/8, $13
GLOBL even<>(SB), RODATA|NOPTR, $64

DATA odd<>+0(SB)/8, $2
DATA odd<>+8(SB)/8, $3
DATA odd<>+16(SB)/8, $10
DATA odd<>+24(SB)/8, $11
DATA odd<>+32(SB)/8, $6
DATA odd<>+40(SB)/8, $7
DATA odd<>+48(SB)/8, $14
DATA odd<>+56(SB)/8, $15
GLOBL odd<>(SB), RODATA|NOPTR, $64

// LOCATE finds the rows of the eight lanes whose V is at v(AX), leaves their addresses
// at row(AX) and the fractions at frac(R13), and goes to outside if one has none.
#define LOCATE(v, row, frac) \
	VMOVUPD v, Z0; \
	VSUBPD Z8, Z0, Z0; \
	VMULPD Z9, Z0, Z0; \
	VCMPPD $13, Z12, Z0, K1; \
	VCMPPD $1, Z10, Z0, K1, K2; \
	KMOVB K2, BX; \
	CMPB BX, $0xff; \
	JNE outside; \
	VCVTTPD2QQ Z0, Z2; \
	VRNDSCALEPD $3, Z0, Z1; \
	VPMULUDQ Z11, Z2, Z2; \
	VSUBPD Z1, Z0, Z0; \
	VPADDQ Z13, Z2, Z2; \
	VMOVUPD Z0, frac; \
	VMOVDQU64 Z2, row

// The eight lanes' cubics of a block, one below the other: c3, then c2 + f c3, and so on.
#define CUBICS(from) \
	VADDPD from(R10)(BX*1), Z16, Z16; \
	VADDPD from(R11)(BX*1), Z17, Z17; \
	VADDPD from(R12)(BX*1), Z18, Z18; \
	VADDPD from(R13)(BX*1), Z19, Z19; \
	VADDPD from(R14)(BX*1), Z20, Z20; \
	VADDPD from(R15)(BX*1), Z21, Z21; \
	VADDPD from(SI)(BX*1), Z22, Z22; \
	VADDPD from(DI)(BX*1), Z23, Z23

#define TIMESFRACTION \
	VMULPD Z0, Z16, Z16; \
	VMULPD Z1, Z17, Z17; \
	VMULPD Z2, Z18, Z18; \
	VMULPD Z3, Z19, Z19; \
	VMULPD Z4, Z20, Z20; \
	VMULPD Z5, Z21, Z21; \
	VMULPD Z6, Z22, Z22; \
	VMULPD Z7, Z23, Z23

// FRACTIONS are those of the eight lanes at CX in their cells.
#define FRACTIONS \
	VBROADCASTSD 0(CX), Z0; \
	VBROADCASTSD 8(CX), Z1; \
	VBROADCASTSD 16(CX), Z2; \
	VBROADCASTSD 24(CX), Z3; \
	VBROADCASTSD 32(CX), Z4; \
	VBROADCASTSD 40(CX), Z5; \
	VBROADCASTSD 48(CX), Z6; \
	VBROADCASTSD 56(CX), Z7

// ROWS are the rows of the eight lanes, BX bytes from the first of kernel AX.
#define ROWS \
	MOVQ (kernel_row+0)(AX)(BX*1), R10; \
	MOVQ (kernel_row+8)(AX)(BX*1), R11; \
	MOVQ (kernel_row+16)(AX)(BX*1), R12; \
	MOVQ (kernel_row+24)(AX)(BX*1), R13; \
	MOVQ (kernel_row+32)(AX)(BX*1), R14; \
	MOVQ (kernel_row+40)(AX)(BX*1), R15; \
	MOVQ (kernel_row+48)(AX)(BX*1), SI; \
	MOVQ (kernel_row+56)(AX)(BX*1), DI

// TURN evaluates the eight curves of a block for eight lanes. Of each curve the first four
// lanes are then in one register and the last four in another: in Z16 and Z17 the curves
// of the first pair, in Z18 and Z19 those of the second. TURNMORE does the other two pairs,
// in Z24 and Z28, Z25 and Z29.
#define TURN \
	VMULPD 192(R10)(BX*1), Z0, Z16; \
	VMULPD 192(R11)(BX*1), Z1, Z17; \
	VMULPD 192(R12)(BX*1), Z2, Z18; \
	VMULPD 192(R13)(BX*1), Z3, Z19; \
	VMULPD 192(R14)(BX*1), Z4, Z20; \
	VMULPD 192(R15)(BX*1), Z5, Z21; \
	VMULPD 192(SI)(BX*1), Z6, Z22; \
	VMULPD 192(DI)(BX*1), Z7, Z23; \
	CUBICS(128); \
	TIMESFRACTION; \
	CUBICS(64); \
	TIMESFRACTION; \
	CUBICS(0); \
	VUNPCKLPD Z17, Z16, Z24; \
	VUNPCKHPD Z17, Z16, Z25; \
	VUNPCKLPD Z19, Z18, Z26; \
	VUNPCKHPD Z19, Z18, Z27; \
	VUNPCKLPD Z21, Z20, Z28; \
	VUNPCKHPD Z21, Z20, Z29; \
	VUNPCKLPD Z23, Z22, Z30; \
	VUNPCKHPD Z23, Z22, Z31; \
	VMOVAPD Z24, Z16; \
	VMOVAPD Z28, Z17; \
	VMOVAPD Z25, Z18; \
	VMOVAPD Z29, Z19; \
	VPERMT2PD Z26, Z8, Z16; \
	VPERMT2PD Z30, Z8, Z17; \
	VPERMT2PD Z27, Z8, Z18; \
	VPERMT2PD Z31, Z8, Z19

#define TURNMORE \
	VPERMT2PD Z26, Z9, Z24; \
	VPERMT2PD Z30, Z9, Z28; \
	VPERMT2PD Z27, Z9, Z25; \
	VPERMT2PD Z31, Z9, Z29
