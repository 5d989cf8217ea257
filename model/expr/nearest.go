package expr

// Nearest is the one of among that name was probably meant to be: at most two
// letters missing, too many, wrong or swapped, and at least one right. It is
// "" where there is none; the first of equals wins.
func Nearest(name string, among []string) string {
	const most = 2
	best, least := "", most+1
	for _, other := range among {
		if d := distance(name, other, least); d < least && d < max(len(name), len(other)) && other != name {
			best, least = other, d
		}
	}
	return best
}

// distance counts the edits from a to b, a swap of neighbours being one. It
// gives up at limit.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := 1
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+wrong)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
