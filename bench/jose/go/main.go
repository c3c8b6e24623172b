// golang-jwt with prepared keys. usage: golang-jwt FOLDER access|plain
package main

import (
	"bufio"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

var (
	folder, kind, typ string
	setting           = map[string]string{}
	claims            [][]string
	exp, nbf, iat     int64
	errWrongType      = errors.New("wrong type")
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, "golang-jwt:", err)
		os.Exit(1)
	}
	return value
}

func file(name string) []byte { return must(os.ReadFile(filepath.Join(folder, name))) }

func lines(name string) []string {
	return strings.Split(strings.TrimSuffix(string(file(name)), "\n"), "\n")
}

// accessClaims are what a typed user of the library would declare.
type accessClaims struct {
	jwt.RegisteredClaims
	ClientID string `json:"client_id"`
	Scope    string `json:"scope"`
	Session  string `json:"sid"`
	Tenant   string `json:"tenant"`
}

type stage struct {
	algorithm  string
	method     jwt.SigningMethod
	publicKey  any
	privateKey any
	parser     *jwt.Parser
	tokens     []string
	position   int
}

func open(algorithm string) *stage {
	method := jwt.GetSigningMethod(algorithm)
	if method == nil {
		return nil
	}
	s := &stage{algorithm: algorithm, method: method, tokens: lines(algorithm + "." + kind)}
	s.parser = jwt.NewParser(jwt.WithValidMethods([]string{algorithm}), jwt.WithIssuer(setting["issuer"]),
		jwt.WithAudience(setting["audience"]), jwt.WithExpirationRequired())
	if algorithm == "HS256" {
		s.publicKey, s.privateKey = file("HS256.secret"), file("HS256.secret")
		return s
	}
	block, _ := pem.Decode(file(algorithm + ".private.pem"))
	s.privateKey = must(x509.ParsePKCS8PrivateKey(block.Bytes))
	s.publicKey = publicHalf(s.privateKey)
	return s
}

func publicHalf(key any) crypto.PublicKey {
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return &key.PublicKey
	case *ecdsa.PrivateKey:
		return &key.PublicKey
	case ed25519.PrivateKey:
		return key.Public()
	}
	return nil
}

// verify gives the lengths of `sub` and `tenant`, added.
func (s *stage) verify(text string) (int, error) {
	var read accessClaims
	token, err := s.parser.ParseWithClaims(text, &read, func(*jwt.Token) (any, error) { return s.publicKey, nil })
	if err != nil {
		return 0, err
	}
	if token.Header["typ"] != typ {
		return 0, errWrongType
	}
	return len(read.Subject) + len(read.Tenant), nil
}

func (s *stage) issue(values []string) string {
	token := jwt.NewWithClaims(s.method, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: setting["issuer"], Subject: values[0], Audience: jwt.ClaimStrings{setting["audience"]},
			ExpiresAt: jwt.NewNumericDate(time.Unix(exp, 0)), NotBefore: jwt.NewNumericDate(time.Unix(nbf, 0)),
			IssuedAt: jwt.NewNumericDate(time.Unix(iat, 0)), ID: values[1],
		},
		ClientID: setting["client_id"], Scope: setting["scope"], Session: values[2], Tenant: values[3],
	})
	token.Header["typ"] = typ
	token.Header["kid"] = setting["kid"]
	return must(token.SignedString(s.privateKey))
}

func (s *stage) verifyAt(index int) {
	length := must(s.verify(s.tokens[index]))
	if length != len(claims[index][0])+len(claims[index][3]) {
		must(0, errors.New("misread claim"))
	}
}

func (s *stage) issueAt(index int) { s.issue(claims[index]) }

func cpuSeconds() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func (s *stage) run(operation func(int), milliseconds string) string {
	length := time.Duration(must(strconv.Atoi(milliseconds))) * time.Millisecond
	count, cpu, start := 0, cpuSeconds(), time.Now()
	for {
		for i := 0; i < 16; i++ {
			operation(s.position)
			s.position = (s.position + 1) % len(claims)
		}
		count += 16
		if taken := time.Since(start); taken >= length {
			return fmt.Sprint(count, cpuSeconds()-cpu, taken.Seconds())
		}
	}
}

func (s *stage) judge() string {
	var verdicts []string
	for _, line := range lines(s.algorithm + "." + kind + ".judged") {
		name, token, _ := strings.Cut(line, " ")
		verdict := "=accepted"
		if _, err := s.verify(token); err != nil {
			verdict = "=refused"
		}
		verdicts = append(verdicts, name+verdict)
	}
	return strings.Join(verdicts, " ")
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == "github.com/golang-jwt/jwt/v5" {
			return strings.TrimPrefix(module.Version, "v") + ", " + runtime.Version()
		}
	}
	return "unknown"
}

var stages = map[string]*stage{}

func answer(words []string) string {
	switch words[0] {
	case "about":
		return version()
	case "checks":
		return "signature payload none expired not_yet_valid issuer audience type"
	}
	s, known := stages[words[1]]
	if !known {
		s = open(words[1])
		stages[words[1]] = s
	}
	switch {
	case s == nil:
		return "unsupported"
	case words[0] == "judge":
		return s.judge()
	case words[0] == "sample":
		return s.issue(claims[0])
	case words[0] == "verify":
		return s.run(s.verifyAt, words[2])
	case words[0] == "issue":
		return s.run(s.issueAt, words[2])
	}
	return "unsupported"
}

func main() {
	folder, kind, typ = os.Args[1], os.Args[2], "at+jwt"
	if kind == "plain" {
		typ = "JWT"
	}
	for _, line := range lines(kind + ".setting") {
		name, value, _ := strings.Cut(line, "=")
		setting[name] = value
	}
	for _, line := range lines("claims") {
		claims = append(claims, strings.Split(line, "\t"))
	}
	exp = must(strconv.ParseInt(setting["exp"], 10, 64))
	nbf = must(strconv.ParseInt(setting["nbf"], 10, 64))
	iat = must(strconv.ParseInt(setting["iat"], 10, 64))
	jwt.MarshalSingleStringAsArray = false
	for input := bufio.NewScanner(os.Stdin); input.Scan(); {
		fmt.Println(answer(strings.Fields(input.Text())))
	}
}
