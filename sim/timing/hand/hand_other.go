//go:build !amd64

package hand

// Rates puts the derivative of every state into D.
func (b *Block) Rates() { b.PlainRates() }

// Step takes a step of the fixed method.
func (b *Block) Step() { b.PlainStep() }
