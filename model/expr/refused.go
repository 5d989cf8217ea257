package expr

// refusal is a sign that an equation may not have, and what to write.
type refusal struct{ sign, why string }

// refused are the signs in the order they are looked for: the longer before
// the shorter they start with.
func refused() []refusal {
	const (
		compare   = "compare with < <= > >= in where(a < b, x, y)"
		minus     = " is a printer's sign; write the keyboard's -"
		times     = " is a printer's sign; write *"
		over      = " is a printer's sign; write /"
		power     = " is a printer's sign; write pow(x, n)"
		space     = "this space is a printer's; type a plain one"
		quote     = " has no place here; an equation is numbers and names"
		index     = " has no place here; a name has no index"
		brace     = " is not a bracket here; write ( and )"
		condition = " is not used here; put one where(a < b, x, y) in another"
	)
	return []refusal{
		{"**", "** is not a power here; write pow(x, n)"},
		{"^", "^ is not a power here; write pow(x, n)"},
		{"//", "// would hide the rest of the line; write one /"},
		{"/*", "/* would hide what follows; write / or *"},
		{"*/", "*/ is read as one sign; write / or *"},
		{"<-", "<- is read as one sign; put a space: < -"},
		{"--", "-- is read as one sign; write +, or put a space: - -"},
		{"++", "++ is read as one sign; write one +"},
		{"<>", "<> is not used here; " + compare},
		{"<<", "<< is not used here; write one <"},
		{">>", ">> is not used here; write one >"},
		{"=<", "=< is not used here; write <="},
		{"=>", "=> is not used here; write >="},
		{"==", "== is not used here; " + compare},
		{"<==", "== is not used here; " + compare},
		{"!=", "!= is not used here; " + compare},
		{"=", "= is not used here; write the right-hand side alone"},
		{"%", "% is not used here; write /100 for per cent"},
		{"&&", "&&" + condition},
		{"||", "||" + condition},
		{"&", "&" + condition},
		{"|", "| is not used here; write abs(x) for |x|"},
		{"!", "! is not used here; turn the comparison of where(a < b, x, y) round"},
		{"?", "? is not used here; write where(a < b, x, y)"},
		{":", ": is not used here; write where(a < b, x, y)"},
		{";", "; is not used here; an equation is one term"},
		{"#", "# is not used here; a note stands outside the equation"},
		{".", "a point stands between digits, or as in Na.I"},
		{`"`, `"` + quote},
		{"'", "'" + quote},
		{"`", "`" + quote},
		{"[", "[" + index},
		{"]", "]" + index},
		{"{", "{" + brace},
		{"}", "}" + brace},
		{"−", "−" + minus},
		{"–", "–" + minus},
		{"—", "—" + minus},
		{"‐", "‐" + minus},
		{"‑", "‑" + minus},
		{"·", "·" + times},
		{"×", "×" + times},
		{"⋅", "⋅" + times},
		{"∗", "∗" + times},
		{"•", "•" + times},
		{"∙", "∙" + times},
		{"÷", "÷" + over},
		{"∕", "∕" + over},
		{"⁄", "⁄" + over},
		{"²", "²" + power},
		{"³", "³" + power},
		{"¹", "¹" + power},
		{"⁻", "⁻" + power},
		{"⁴", "⁴" + power},
		{"≤", "≤ is a printer's sign; write <="},
		{"≥", "≥ is a printer's sign; write >="},
		{"≠", "≠ is not used here; " + compare},
		{"√", "√ is a printer's sign; write sqrt(x)"},
		{"∞", "∞ is not a name here; write inf, such as hinf"},
		{"\u00a0", space},
		{"\u202f", space},
		{"\u2009", space},
		{"\u2002", space},
		{"\u2003", space},
		{"\u3000", space},
		{"\ufeff", "an unseen mark (U+FEFF) stands here; take it out"},
		{"\u200b", "an unseen space (U+200B) stands here; take it out"},
		{"α", greek("α", "alpha")},
		{"β", greek("β", "beta")},
		{"γ", greek("γ", "gamma")},
		{"δ", greek("δ", "delta")},
		{"Δ", greek("Δ", "Delta")},
		{"θ", greek("θ", "theta")},
		{"κ", greek("κ", "kappa")},
		{"λ", greek("λ", "lambda")},
		{"μ", greek("μ", "mu")},
		{"µ", greek("µ", "mu")},
		{"ρ", greek("ρ", "rho")},
		{"σ", greek("σ", "sigma")},
		{"τ", greek("τ", "tau")},
		{"φ", greek("φ", "phi")},
		{"ϕ", greek("ϕ", "phi")},
		{"ψ", greek("ψ", "psi")},
		{"ω", greek("ω", "omega")},
	}
}

func greek(letter, name string) string {
	return letter + " is not a letter of names here; write " + name
}
