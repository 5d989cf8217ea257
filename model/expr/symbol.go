package expr

import (
	"slices"
	"strings"
)

// symbol is a name as a paper sets it: tau_max is τ with the index max, hinf
// is h with the index ∞, Na.I is I with the index Na.
type symbol struct {
	letter string
	index  string // "" where it has none
	bar    bool   // over the letter, as in a maximal conductance
}

func symbolOf(name string) symbol {
	if channel, what, ok := strings.Cut(name, "."); ok {
		switch what {
		case "gbar":
			return symbol{"g", channel, true}
		case "reversal":
			return symbol{"E", channel, false}
		}
		return symbol{what, channel, false}
	}
	if letter, index, ok := strings.Cut(name, "_"); ok && index != "" {
		return symbol{letter: letter, index: strings.ReplaceAll(index, "_", ",")}
	}
	if len(name) == 4 && name[1:] == "inf" {
		return symbol{letter: name[:1], index: "inf"}
	}
	if rest := name[1:]; rest != "" && strings.IndexByte("gEkI", name[0]) >= 0 && 'A' <= rest[0] && rest[0] <= 'Z' {
		return symbol{letter: name[:1], index: rest} // gK, ENa, kCa
	}
	if letter := strings.TrimRight(name, "0123456789"); letter != name && !strings.HasSuffix(letter, "_") {
		return symbol{letter: letter, index: name[len(letter):]}
	}
	return symbol{letter: name}
}

// word says that the symbol is drawn as several letters, which run into a number
// before them.
func (s symbol) word() bool {
	_, greek := greekLetter(s.letter)
	return len(s.letter) > 1 && !greek
}

// greekLetter is the letter that a name spells, in Unicode; LaTeX has those
// under the same names.
func greekLetter(name string) (string, bool) {
	names := []string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega"}
	const letters = "αβγδεζηθκλμνξπρστφχψωΓΔΘΛΣΦΨΩ"
	i := slices.Index(names, name)
	if i < 0 {
		return "", false
	}
	return string([]rune(letters)[i]), true
}
