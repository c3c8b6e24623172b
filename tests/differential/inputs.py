"""Random inputs: texts, JSON, claims, headers, payloads. All of them are well-formed; tampering.py does the rest."""

import json
import random

import base64url

ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~",
    "äöüßéñçøåłžđ пример 例え 漢字 עברית العربية 한국어",
    "😀👩‍🚀🏳️‍🌈\U0001f1e9\U0001f1ea\U00010348",
    "\"\\/\b\f\n\r\t\x00\x01\x1f\x7f\u2028\u2029\ufeff\ufffd",
    " !#$%&'()*+,:;<=>?@[]^`{|}",
]
NUMBERS = [0, 1, -1, 255, 65536, 2**31, -(2**31), 2**53 - 1, -(2**53) + 1, 0.5, -0.25, 1.5e-7, 3.141592653589793,
           1e21, 1.7976931348623157e308, 5e-324, 0.1]


class Inputs(random.Random):
    def text(self, longest=40):
        """Often short, now and then empty or long."""
        length = self.choice([0, 1, 2, self.randrange(longest), self.randrange(longest), longest])
        alphabet = self.choice([*ALPHABETS, "".join(ALPHABETS)])
        return "".join(self.choices(alphabet, k=length))

    def word(self):
        return "".join(self.choices(ALPHABETS[0], k=self.randrange(1, 24)))

    def value(self, depth=3):
        """Any JSON value."""
        kind = self.randrange(8 if depth else 6)
        if kind == 0:
            return self.choice([True, False, None])
        if kind == 1:
            return self.choice(NUMBERS)
        if kind == 2:
            return self.randrange(-(2**53), 2**53)
        if kind <= 5:
            return self.text()
        if kind == 6:
            return [self.value(depth - 1) for _ in range(self.randrange(4))]
        return self.members(depth - 1)

    def members(self, depth=3):
        return {self.text(12): self.value(depth) for _ in range(self.randrange(4))}

    def claims(self):
        """A claims set whose registered claims are right; the others are anything."""
        others = {"app:" + name: value for name, value in self.members().items()}
        if self.random() < 0.05:
            others["app:long"] = self.text(1000)
        return {"iss": "https://issuer.example", "sub": self.text(), **others}

    def json_text(self, value):
        """One of the many ways to write it (RFC 8259): escaped or not, tight or wide."""
        return json.dumps(value, ensure_ascii=self.random() < 0.5, indent=self.choice([None, None, None, 0, 2]),
                          separators=self.choice([None, (",", ":"), (" , ", " : ")]))

    def header(self):
        """Header members besides those that the algorithms write."""
        header = {}
        if self.random() < 0.5:
            header["typ"] = self.choice(["JWT", "at+jwt", "JOSE", "application/example", self.word()])
        if self.random() < 0.3:
            header["cty"] = self.choice(["json", "application/octet-stream", self.word()])
        if self.random() < 0.3:
            header["urn:example:" + self.text(8)] = self.value()
        return header

    def kid(self):
        """A key id with odd characters; the empty one names no key."""
        return self.text() or self.word()

    def payload(self):
        kind = self.randrange(5)
        if kind == 0:
            return self.randbytes(self.choice([0, 1, 2, 3, 15, 16, 17, self.randrange(3000)]))
        if kind == 1:
            return self.text(2000).encode()
        return self.json_text(self.claims()).encode()

    def unencoded_payload(self):
        """A text that RFC 7797 section 5 lets any serialization carry."""
        return self.text(400).encode()

    def secret(self, *lengths):
        return {"kty": "oct", "k": base64url.encode(self.randbytes(self.choice(lengths)))}
