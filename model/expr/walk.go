package expr

// Walk calls visit with n and every part of it, in the order they are written.
func Walk(n Node, visit func(Node)) {
	visit(n)
	children(n, func(c Node) { Walk(c, visit) })
}
