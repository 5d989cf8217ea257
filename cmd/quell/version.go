package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/spf13/pflag"
)

func versionFlags(*pflag.FlagSet) body {
	return func(_ context.Context, s streams, _ []string) error {
		_, err := fmt.Fprintf(s.out, "quell %s %s/%s\n", version, runtime.GOOS, runtime.GOARCH)
		return err
	}
}
