// Audits a served log from outside, in another language and with other people's code: Go's sumdb/note and sumdb/tlog, as Debian ships them.
//
// In: what any stranger can fetch: checkpoint, tiles, entry bundles, one offline proof. Out: anything that needs the node's folder.
// Every audit is made twice: as served, and with one bit flipped on the way, where it must fail.
//
//	auditor -url http://127.0.0.1:8080 -vkey VKEY [-proof NAME.tlog-proof -entry NAME.entry]
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height      = 8       // c2sp.org/tlog-tiles: 256 hashes to a full tile
	answerMax   = 1 << 25 // bytes of the longest answer that is read: 256 entries of 64 KiB and their lengths
	entriesMax  = 5000000
	proofSample = 64
)

// A log as fetched from one address; flip, if not empty, damages answers whose path holds it.
type served struct {
	log    string
	client *http.Client
	flip   string
}

func (s served) get(path string, wantType string) ([]byte, error) {
	answer, err := s.client.Get(s.log + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: status %d", path, answer.StatusCode)
	}
	if got := answer.Header.Get("Content-Type"); wantType != "" && !strings.HasPrefix(got, wantType) {
		return nil, fmt.Errorf("%s: Content-Type %q, want %q", path, got, wantType)
	}
	if strings.HasPrefix(path, "/tile/") && !strings.Contains(answer.Header.Get("Cache-Control"), "immutable") {
		return nil, fmt.Errorf("%s: Cache-Control %q does not say immutable", path, answer.Header.Get("Cache-Control"))
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, answerMax))
	if err == nil && s.flip != "" && strings.Contains(path, s.flip) && len(body) > 0 {
		body[len(body)/2] ^= 1
	}
	return body, err
}

// index spells a tile's number in groups of three digits: 1234067 is x001/x234/067.
func index(n int64) string {
	text := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		text = fmt.Sprintf("x%03d/%s", n%1000, text)
	}
	return text
}

func width(w int) string {
	if w == 1<<height {
		return ""
	}
	return fmt.Sprintf(".p/%d", w)
}

// tlog.TileReader over C2SP paths, which differ from those of Go's own checksum database.
func (s served) Height() int { return height }

func (s served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := fmt.Sprintf("/tile/%d/%s%s", tile.L, index(tile.N), width(tile.W))
		data, err := s.get(path, "application/octet-stream")
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s: %d bytes, want %d", path, len(data), tile.W*tlog.HashSize)
		}
		all = append(all, data)
	}
	return all, nil
}

func (s served) SaveTiles([]tlog.Tile, [][]byte) {}

// checkpoint verifies a signed note and reads the tree out of its text (c2sp.org/tlog-checkpoint).
func checkpoint(text []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("checkpoint: first line is not the origin %q", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %q is no tree size", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// bundle splits an entry bundle: length, entry, length, entry.
func bundle(data []byte) ([][]byte, error) {
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 {
			return nil, fmt.Errorf("a length is cut")
		}
		size := int(binary.BigEndian.Uint16(data))
		if len(data) < 2+size {
			return nil, fmt.Errorf("an entry is cut")
		}
		entries, data = append(entries, data[2:2+size]), data[2+size:]
	}
	return entries, nil
}

// hashes keeps every hash of a tree in the order of tlog's own storage.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var read []tlog.Hash
	for _, i := range indexes {
		if i >= int64(len(h)) {
			return nil, fmt.Errorf("hash %d is not there", i)
		}
		read = append(read, h[i])
	}
	return read, nil
}

// whole fetches every entry, hashes the tree anew and compares it with the signed root.
func whole(s served, vkey string) (tlog.Tree, hashes, error) {
	text, err := s.get("/checkpoint", "text/plain")
	if err != nil {
		return tlog.Tree{}, nil, err
	}
	tree, err := checkpoint(text, vkey)
	if err != nil {
		return tree, nil, err
	}
	if tree.N > entriesMax {
		return tree, nil, fmt.Errorf("%d entries are more than this audit reads", tree.N)
	}
	var own hashes
	for first := int64(0); first < tree.N; first += 1 << height {
		count := tree.N - first
		if count > 1<<height {
			count = 1 << height
		}
		path := "/tile/entries/" + index(first>>height) + width(int(count))
		data, err := s.get(path, "application/octet-stream")
		if err != nil {
			return tree, nil, err
		}
		entries, err := bundle(data)
		if err != nil || int64(len(entries)) != count {
			return tree, nil, fmt.Errorf("%s: %d entries, want %d: %v", path, len(entries), count, err)
		}
		for i, entry := range entries {
			if !json.Valid(entry) || entry[0] != '{' {
				return tree, nil, fmt.Errorf("%s: entry %d is no JSON object", path, first+int64(i))
			}
			stored, err := tlog.StoredHashes(first+int64(i), entry, own)
			if err != nil {
				return tree, nil, err
			}
			own = append(own, stored...)
		}
	}
	root, err := tlog.TreeHash(tree.N, own)
	if err == nil && root != tree.Hash {
		err = fmt.Errorf("the entries hash to %v, the checkpoint says %v", root, tree.Hash)
	}
	return tree, own, err
}

// tiles compares every hash tile that the checkpoint requires with the tree of the entries.
func tiles(s served, tree tlog.Tree, own hashes) (int, error) {
	count := 0
	for level, n := 0, tree.N; n > 0; level, n = level+1, n>>height {
		for first := int64(0); first < n; first += 1 << height {
			w := n - first
			if w > 1<<height {
				w = 1 << height
			}
			tile := tlog.Tile{H: height, L: level, N: first >> height, W: int(w)}
			got, err := s.ReadTiles([]tlog.Tile{tile})
			if err != nil {
				return count, err
			}
			want, err := tlog.ReadTileData(tile, own)
			if err != nil || !bytes.Equal(got[0], want) {
				return count, fmt.Errorf("tile %d/%d differs from its entries: %v", level, tile.N, err)
			}
			count++
		}
	}
	return count, nil
}

// sample proves entries from the tiles alone, as a client would that has no copy of the log.
func sample(s served, tree tlog.Tree, own hashes) error {
	reader := tlog.TileHashReader(tree, s)
	step := tree.N/proofSample + 1
	for n := int64(0); n < tree.N; n += step {
		path, err := tlog.ProveRecord(tree.N, n, reader)
		if err != nil {
			return err
		}
		leaf, err := own.ReadHashes([]int64{tlog.StoredHashIndex(0, n)})
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(path, tree.N, tree.Hash, n, leaf[0]); err != nil {
			return fmt.Errorf("entry %d: %v", n, err)
		}
		if n > 0 {
			older, err := tlog.TreeHash(n, own)
			if err != nil {
				return err
			}
			consistency, err := tlog.ProveTree(tree.N, n, reader)
			if err != nil {
				return err
			}
			if err := tlog.CheckTree(consistency, tree.N, tree.Hash, n, older); err != nil {
				return fmt.Errorf("size %d is no prefix: %v", n, err)
			}
		}
	}
	return nil
}

// offline verifies NAME.tlog-proof with NAME.entry and nothing else (c2sp.org/tlog-proof).
func offline(proof, entry []byte, vkey string) error {
	head, rest, found := strings.Cut(string(proof), "\n")
	if !found || head != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("first line %q", head)
	}
	line, rest, _ := strings.Cut(rest, "\n")
	if strings.HasPrefix(line, "extra ") {
		line, rest, _ = strings.Cut(rest, "\n")
	}
	number, err := strconv.ParseInt(strings.TrimPrefix(line, "index "), 10, 64)
	if err != nil {
		return err
	}
	path, signed, found := strings.Cut("\n"+rest, "\n\n")
	if !found {
		return fmt.Errorf("no checkpoint")
	}
	var hashed tlog.RecordProof
	for _, line := range strings.Fields(path) {
		hash, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(hash) != tlog.HashSize {
			return fmt.Errorf("%q is no hash", line)
		}
		var one tlog.Hash
		copy(one[:], hash)
		hashed = append(hashed, one)
	}
	tree, err := checkpoint([]byte(signed), vkey)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashed, tree.N, tree.Hash, number, tlog.RecordHash(entry))
}

// known compares what the node says of itself with what we were told on another way.
func known(base, vkey string, client *http.Client) (string, error) {
	data, err := (served{log: base, client: client}).get("/.well-known/koinon", "application/json")
	if err != nil {
		return "", err
	}
	var says struct{ Origin, Name, Vkey, Log string }
	if err := json.Unmarshal(data, &says); err != nil {
		return "", err
	}
	if says.Vkey != vkey {
		return "", fmt.Errorf("/.well-known/koinon says key %q, we hold %q", says.Vkey, vkey)
	}
	if !strings.HasPrefix(vkey, says.Origin+"+") || says.Name == "" {
		return "", fmt.Errorf("/.well-known/koinon: origin %q, name %q", says.Origin, says.Name)
	}
	at, err := url.Parse(says.Log)
	if err != nil || !strings.HasPrefix(at.Path, "/log") {
		return "", fmt.Errorf("/.well-known/koinon: log %q", says.Log)
	}
	return strings.TrimSuffix(at.Path, "/"), nil
}

type tally struct{ passed, failed int }

func (t *tally) must(what string, err error) {
	if err != nil {
		t.failed++
		fmt.Printf("FAILED %s: %v\n", what, err)
		return
	}
	t.passed++
	fmt.Printf("ok     %s\n", what)
}

func (t *tally) mustFail(what string, err error) {
	if err == nil {
		t.must(what, fmt.Errorf("was not noticed"))
		return
	}
	t.must(what+" is noticed: "+err.Error(), nil)
}

func main() {
	base := flag.String("url", "", "address of the node")
	vkey := flag.String("vkey", "", "the log's verifier key, learnt on another way")
	proofFile := flag.String("proof", "", "NAME.tlog-proof")
	entryFile := flag.String("entry", "", "NAME.entry")
	flag.Parse()
	client := &http.Client{Timeout: 20 * time.Second}
	var t tally

	path, err := known(*base, *vkey, client)
	t.must("/.well-known/koinon agrees", err)
	log := served{log: *base + path, client: client}
	tree, own, err := whole(log, *vkey)
	t.must(fmt.Sprintf("checkpoint signed, %d entries hash to its root", tree.N), err)
	if err == nil {
		count, err := tiles(log, tree, own)
		t.must(fmt.Sprintf("%d hash tiles agree with the entries", count), err)
		t.must("entries and older sizes proven from tiles alone", sample(log, tree, own))
	}
	for _, flip := range []string{"/checkpoint", "/tile/entries/"} {
		_, _, err := whole(served{log: log.log, client: client, flip: flip}, *vkey)
		t.mustFail("a flipped bit in "+flip, err)
	}
	t.mustFail("a flipped bit in /tile/0/", sample(served{log: log.log, client: client, flip: "/tile/0/"}, tree, own))

	if *proofFile != "" {
		proof, err := os.ReadFile(*proofFile)
		t.must("proof read", err)
		entry, err := os.ReadFile(*entryFile)
		t.must("entry read", err)
		if len(proof) > 0 && len(entry) > 0 {
			t.must("offline proof verifies", offline(proof, entry, *vkey))
			entry[len(entry)/2] ^= 1
			t.mustFail("a flipped bit in the entry", offline(proof, entry, *vkey))
		}
	}
	fmt.Printf("auditor: %d passed, %d failed\n", t.passed, t.failed)
	if t.failed > 0 {
		os.Exit(1)
	}
}
