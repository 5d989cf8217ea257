# What .ci/test and .ci/check share: steps with a name and a time, counted
# skips, and a way to see whether a step changed the tree. Sourced, not run.

# The same commit gives the same result: property tests start from one seed. Run go
# test without it, or with another, to explore.
export RAPID_SEED=${RAPID_SEED:-1}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
GOFLAGS="$(go env GOFLAGS) -buildvcs=false" # a clone owned by somebody else must build too
export GOFLAGS
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=$PWD # likewise
scratch=$(mktemp -d)
current=start passed=0 skipped=()

# step NAME COMMAND... runs the command; the first that fails ends the script.
step() {
	current=$1
	local began=$SECONDS
	printf -- '--- %s\n' "$1"
	"${@:2}"
	passed=$((passed + 1))
	printf '    ok, %d s\n' $((SECONDS - began))
}

# skip NAME WHY counts what this machine cannot do; QUELL_NO_SKIP=1 refuses it.
skip() {
	printf -- '--- %s: skipped: %s\n' "$1" "$2"
	skipped+=("$1: $2")
	if [ -n "${QUELL_NO_SKIP:-}" ]; then
		current="$1 (a skip is a failure here)"
		exit 1
	fi
}

tool() { go tool -modfile=.ci/tools.mod "$@"; }

in_git() { [ "$(git rev-parse --show-prefix 2>/dev/null || echo no)" = "" ]; }

# project_files lists what belongs to the project, NUL-separated: tracked, or new
# and not ignored; outside a clone, everything but out/.
project_files() {
	if in_git; then
		git ls-files -co --exclude-standard -z | while IFS= read -r -d '' file; do
			if [ -e "$file" ]; then printf '%s\0' "$file"; fi
		done
	else
		find . -path ./out -prune -o -type f -print0 | sort -z
	fi
}

# snapshot prints one checksum and name for each file of the project.
snapshot() { project_files | xargs -0 git hash-object --no-filters -- | paste - <(project_files | tr '\0' '\n'); }

# unchanged_since FILE ADVICE fails, naming the files, when the tree is no longer as that snapshot.
unchanged_since() {
	snapshot >"$scratch/now"
	if ! cmp -s "$1" "$scratch/now"; then
		printf 'changed by this step: %s\n' "$2" >&2
		diff "$1" "$scratch/now" | sed -n 's/^[<>].*\t/  /p' | sort -u >&2
		return 1
	fi
}

finish() {
	local status=$?
	rm -rf "$scratch"
	if [ "$status" -ne 0 ]; then
		printf '%s: failed at: %s\n' "$0" "$current" >&2
	else
		printf '%s: %d steps passed, %d skipped\n' "$0" "$passed" "${#skipped[@]}"
		if [ "${#skipped[@]}" -gt 0 ]; then printf '  skipped: %s\n' "${skipped[@]}"; fi
	fi
	exit "$status"
}
trap finish EXIT
