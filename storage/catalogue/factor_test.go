package catalogue

import "testing"

// The vectors of RFC 6238, appendix B, for SHA-1, in six of their eight digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	secret := []byte("12345678901234567890")
	for seconds, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		if got := totp(secret, seconds/totpStep); got != want {
			t.Errorf("at %d: %s, want %s", seconds, got, want)
		}
	}
}

func TestACodeHoldsForAStepAroundAndOnce(t *testing.T) {
	secret, now := []byte("12345678901234567890"), int64(50_000_000)
	for off, good := range map[int64]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		if got := totpMatch(secret, totp(secret, now+off), now, 0) > 0; got != good {
			t.Errorf("%d steps off: %v", off, got)
		}
	}
	if totpMatch(secret, totp(secret, now), now, now) != 0 {
		t.Error("a code is used twice")
	}
	if totpMatch(secret, "", now, 0) != 0 {
		t.Error("nothing typed is a code")
	}
}
