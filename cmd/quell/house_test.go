package main_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The house tests read the whole tree: which way the imports point, what stands
// at the top, what a library must not call, and whether the documents are true.

const treeRoot = "../.."

// treeFiles lists the project's files by slash-separated path: what git tracks
// or, where git has nothing to say, every file outside .git and out.
func treeFiles(t *testing.T) []string {
	t.Helper()
	_, _ = os.Stat(filepath.Join(treeRoot, ".git", "index")) // a cached result is stale when the index has changed
	list := exec.Command("git", "ls-files", "-z")
	list.Dir = treeRoot
	if out, err := list.Output(); err == nil && len(out) > 0 {
		files := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		return slices.DeleteFunc(files, func(name string) bool {
			_, err := os.Stat(filepath.Join(treeRoot, name))
			return errors.Is(err, fs.ErrNotExist)
		})
	}
	var files []string
	err := fs.WalkDir(os.DirFS(treeRoot), ".", func(name string, entry fs.DirEntry, err error) error {
		if name == ".git" || name == "out" {
			return fs.SkipDir
		}
		if err == nil && !entry.IsDir() {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readTree(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(treeRoot, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// eachGoFile parses every Go file of the project.
func eachGoFile(t *testing.T, see func(name string, fset *token.FileSet, file *ast.File)) {
	t.Helper()
	seen := 0
	for _, name := range treeFiles(t) {
		if path.Ext(name) != ".go" {
			continue
		}
		seen++
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, readTree(t, name), parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			continue
		}
		see(name, fset, file)
	}
	if seen == 0 {
		t.Fatal("no Go file found")
	}
}

func imported(spec *ast.ImportSpec) string {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return spec.Path.Value
	}
	return name
}

// layers of the house, lowest first; a file imports from its own or lower ones.
var layers = []string{"model", "sim", "plots", "cmd"}

// turned says what is wrong with one import, or "".
func turned(file, pkg string) string {
	inside, ours := strings.CutPrefix(pkg, "quell/")
	if !ours {
		return ""
	}
	from, _, _ := strings.Cut(file, "/")
	to, _, _ := strings.Cut(inside, "/")
	switch {
	case !slices.Contains(layers, to):
		return to + " is no layer of the house"
	case strings.HasPrefix(file, "cmd/quell-wasm/") && to == "plots":
		return "the browser's program draws no figures: plots is six times the download"
	case slices.Index(layers, to) > slices.Index(layers, from):
		return "the arrows point cmd → plots → sim → model"
	}
	return ""
}

func TestHouseTurned(t *testing.T) {
	check := func(file, pkg string, wrong bool) {
		t.Helper()
		if got := turned(file, pkg); (got != "") != wrong {
			t.Errorf("%s imports %s: %q", file, pkg, got)
		}
	}
	check("model/load.go", "quell/model/unit", false)
	check("sim/run.go", "quell/model", false)
	check("cmd/quell/run.go", "quell/sim/study", false)
	check("cmd/quell-wasm/main.go", "quell/sim", false)
	check("plots/style.go", "gonum.org/v1/plot", false)
	check("model/load.go", "quell/sim", true)
	check("sim/run_test.go", "quell/plots", true)
	check("plots/style.go", "quell/cmd/quell", true)
	check("cmd/quell-wasm/main.go", "quell/plots", true)
	check("cmd/quell/main.go", "quell/util", true)
}

func TestHouseImports(t *testing.T) {
	eachGoFile(t, func(name string, _ *token.FileSet, file *ast.File) {
		for _, spec := range file.Imports {
			if why := turned(name, imported(spec)); why != "" {
				t.Errorf("%s: imports %s: %s", name, imported(spec), why)
			}
		}
	})
}

func TestHouseTopLevel(t *testing.T) {
	var got []string
	for _, name := range treeFiles(t) {
		top, _, _ := strings.Cut(name, "/")
		if !strings.HasPrefix(top, ".") && !slices.Contains(got, top) {
			got = append(got, top)
		}
	}
	slices.Sort(got)
	want := []string{"LICENSE", "Makefile", "README.md", "cmd", "go.mod", "go.sum", "model", "plots", "sim"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("top level (-want +got):\n%s", diff)
	}
}

// A ban names what code in some layers must not use of a package.
type ban struct {
	layers []string
	pkg    string
	uses   func(name string) bool
	why    string
}

// exactMath are the functions and constants of math that are the same bits on
// every platform: IEEE 754 fixes them, or they only move bits.
var exactMath = regexp.MustCompile(`^(Abs|Ceil|Copysign|Float(32|64)(frombits|bits)|Floor|Frexp|Inf|Is(Inf|NaN)|Ldexp|` +
	`Max|Min|Mod|Modf|NaN|Nextafter|Pow10|Round|RoundToEven|Signbit|Sqrt|Trunc|` +
	`E|Pi|Phi|Ln2|Ln10|Log2E|Log10E|Sqrt2|SqrtE|SqrtPi|(Max|SmallestNonzero)Float(32|64)|(Max|Min)U?[Ii]nt(8|16|32|64)?)$`)

var bans = []ban{
	{
		[]string{"model", "sim"},
		"math",
		func(name string) bool { return !exactMath.MatchString(name) },
		"its bits differ between platforms; model/expr has ours",
	},
	{
		[]string{"model", "sim", "plots", "cmd"},
		"os",
		func(name string) bool { return name == "Exit" },
		"only main ends the program",
	},
	{
		[]string{"model", "sim", "plots"},
		"fmt",
		func(name string) bool { return strings.HasPrefix(name, "Print") },
		"a library returns what it has to say",
	},
	{
		[]string{"model", "sim", "plots"},
		"log",
		func(string) bool { return true },
		"a library returns what it has to say",
	},
	{
		[]string{"model", "sim", "plots"},
		"time",
		func(name string) bool { return name == "Now" || name == "Since" || name == "Until" },
		"the same command gives the same bytes; the caller passes a clock in",
	},
}

// breaches lists what a file uses against the bans, and its func init.
func breaches(name string, fset *token.FileSet, file *ast.File) []string {
	if strings.HasSuffix(name, "_test.go") {
		return nil
	}
	layer, _, _ := strings.Cut(name, "/")
	active := map[string]ban{} // by the name the package has in this file
	var found []string
	for _, spec := range file.Imports {
		for _, b := range bans {
			if imported(spec) != b.pkg || !slices.Contains(b.layers, layer) {
				continue
			}
			local := path.Base(b.pkg)
			if spec.Name != nil {
				local = spec.Name.Name
			}
			if local == "." {
				found = append(found, fmt.Sprintf("%s: imports %s without its name", name, b.pkg))
			}
			active[local] = b
		}
	}
	for _, decl := range file.Decls {
		function, _ := decl.(*ast.FuncDecl)
		if function != nil && function.Recv == nil && function.Name.Name == "init" {
			found = append(found, fmt.Sprintf("%s: func init", fset.Position(decl.Pos())))
		}
		isMain := function != nil && function.Name.Name == "main" && layer == "cmd"
		ast.Inspect(decl, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := selector.X.(*ast.Ident)
			if !ok {
				return true
			}
			b, ok := active[pkg.Name]
			if ok && b.uses(selector.Sel.Name) && (b.pkg != "os" || !isMain) {
				found = append(found, fmt.Sprintf("%s: %s.%s: %s", fset.Position(n.Pos()), b.pkg, selector.Sel.Name, b.why))
			}
			return true
		})
	}
	return found
}

func TestHouseBreaches(t *testing.T) {
	check := func(name, text string, want int) {
		t.Helper()
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if got := breaches(name, fset, file); len(got) != want {
			t.Errorf("%s: %q: found %q, want %d", name, text, got, want)
		}
	}
	check("sim/a.go", `package sim; import "math"; var x = math.Exp(1) + math.Tanh(math.Pi)`, 2)
	check("sim/a.go", `package sim; import "math"; var x = math.Sqrt(math.Float64frombits(1)) + math.MaxFloat64`, 0)
	check("sim/a.go", `package sim; import m "math"; func f() float64 { return m.Pow(2, 3) }`, 1)
	check("sim/a.go", `package sim; import . "math"; var x = Log(2)`, 1)
	check("sim/a_test.go", `package sim; import "math"; var x = math.Exp(1)`, 0)
	check("plots/a.go", `package plots; import "math"; var x = math.Log10(2)`, 0)
	check("plots/a.go", `package plots; import "fmt"; func f() { fmt.Println(fmt.Sprint(1)) }`, 1)
	check("model/a.go", `package model; import "log"; func init() { log.Fatal(1) }`, 2)
	check("model/a.go", `package model; import "os"; func main() { os.Exit(1) }`, 1)
	check("cmd/quell/a.go", `package main; import "os"; func f() { os.Exit(1) }`, 1)
	check("cmd/quell/main.go", `package main; import "os"; func main() { os.Exit(1) }`, 0)
	check("sim/a.go", `package sim; import "time"; var t = time.Now()`, 1)
}

func TestHouseLint(t *testing.T) {
	eachGoFile(t, func(name string, fset *token.FileSet, file *ast.File) {
		for _, breach := range breaches(name, fset, file) {
			t.Error(breach)
		}
	})
}

var (
	promised   = regexp.MustCompile(`(?m)^(?://)?[ \t]*\$ (quell\b.*)$`)
	transcript = regexp.MustCompile(`(?m)^(?:[!?] )?(?:\$ |exec )?(quell\b.*)$`)
	remark     = regexp.MustCompile(`\s+#\s.*$`)
)

// commands returns the command lines of a text, remarks and spacing taken off.
func commands(form *regexp.Regexp, text string) []string {
	var lines []string
	for _, match := range form.FindAllStringSubmatch(text, -1) {
		lines = append(lines, strings.Join(strings.Fields(remark.ReplaceAllString(match[1], "")), " "))
	}
	return lines
}

func TestHouseTranscripts(t *testing.T) {
	run := map[string]bool{}
	said := map[string]string{} // command line → the document that promises it
	for _, name := range treeFiles(t) {
		switch {
		case strings.HasPrefix(name, "cmd/quell/testdata/"):
			if ext := path.Ext(name); ext == ".txt" || ext == ".txtar" {
				for _, line := range commands(transcript, readTree(t, name)) {
					run[line] = true
				}
			}
		case name == "README.md", strings.HasPrefix(name, "cmd/quell/") && !strings.HasSuffix(name, "_test.go"):
			for _, line := range commands(promised, readTree(t, name)) {
				said[line] = name
			}
		}
	}
	if len(said) == 0 {
		t.Error("README.md shows no command")
	}
	for line, name := range said {
		if !run[line] {
			t.Errorf("%s: $ %s: no transcript in cmd/quell/testdata runs it", name, line)
		}
	}
}

// TestHouseFigure holds README's pictures to goldens of the tests, which cannot go stale.
func TestHouseFigure(t *testing.T) {
	files := treeFiles(t)
	pictures := regexp.MustCompile(`!\[[^\]]+\]\(([^)]+)\)`).FindAllStringSubmatch(readTree(t, "README.md"), -1)
	if len(pictures) == 0 {
		t.Error("README.md has no picture with alternative text")
	}
	for _, picture := range pictures {
		if name := picture[1]; !strings.Contains(name, "/testdata/") || !slices.Contains(files, name) {
			t.Errorf("README.md: %s is no golden of the tests", name)
		}
	}
}

// TestHouseNotices holds the notices to the modules the program is built from.
func TestHouseNotices(t *testing.T) {
	notices := readTree(t, ".github/NOTICE.md")
	modules := regexp.MustCompile(`(?m)^(?:require )?\t?([a-z0-9.~-]+\.[a-z]+/\S+) v`).FindAllStringSubmatch(readTree(t, "go.mod"), -1)
	if len(modules) == 0 {
		t.Fatal("go.mod requires nothing")
	}
	for _, module := range modules {
		if !strings.Contains(notices, module[1]) {
			t.Errorf(".github/NOTICE.md does not name %s", module[1])
		}
	}
}
