package hand

import "unsafe"

// Rates puts the derivative of every state into D, by AVX-512.
func (b *Block) Rates() { rates(b.Numbers, unsafe.SliceData(b.table.Data)) }

// Step takes a step of the fixed method, by AVX-512.
func (b *Block) Step() { step(b.Numbers, unsafe.SliceData(b.table.Data)) }

//go:noescape
func rates(b *Numbers, data *float64)

//go:noescape
func step(b *Numbers, data *float64)
