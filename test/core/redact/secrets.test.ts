import { describe, expect, test } from "vitest";
import { openRedactor } from "#core/redact";

const redactor = openRedactor({ key: Buffer.alloc(32, 7) });
const s = (value: string): string => redactor.pseudonym("secret", value);

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJib2IifQ.c2lnbmF0dXJlLXNpZ25hdHVyZQ";
const a40 = "a1B2c3D4e5".repeat(4);

describe("a value behind a name that says secret is hidden, the name stays", () => {
  test.each<[string, (hidden: string) => string, string]>([
    ["key=value", (v) => `login password=${v} user=bob`, "hunter2"],
    ["a prefix before the name", (v) => `DB_PASSWORD=${v}`, "hunter2"],
    ["camel case", (v) => `clientSecret: ${v}`, "s3cr3t"],
    ["JSON", (v) => `{"password":"${v}","n":1}`, String.raw`a\"b\\`],
    ["JSON inside a string", (v) => String.raw`{"log":"{\"apiKey\":\"${v}\",\"n\":1}"}`, "x y"],
    [
      "JSON inside a string, with a quote of its own",
      (v) => String.raw`{"log":"{\"apiKey\":\"${v}\",\"n\":1}"}`,
      String.raw`a\\\"b`,
    ],
    ["a number in JSON", (v) => `{"token":${v},"n":1}`, "12345"],
    ["YAML", (v) => `  api_key:   ${v}`, "abc123"],
    ["a hash rocket", (v) => `'passwd' => '${v}'`, "a, b"],
    ["single quotes with spaces", (v) => `password='${v}' x`, "correct horse"],
    ["an unclosed quote", (v) => `password="${v}\nnext line`, "cut off here"],
    ["a query", (v) => `GET /?a=1&access_token=${v}&b=2`, "abc"],
    ["a separator inside", (v) => `password=${v}, user=bob`, "a,b;c&d"],
    ["a map in brackets", (v) => `Config(password=${v}, host=db)`, "abc"],
    ["nested brackets", (v) => `Config(Inner(password=${v}))`, "abc"],
    ["a command line", (v) => `mysql --db-password ${v} -h db`, "hunter2"],
    ["an SAS signature", (v) => `https://x/y?sv=1&sig=${v}`, "abc%3D"],
    ["an Authorization header of any scheme", (v) => `Authorization: Bearer ${v}`, "short"],
    ["an Authorization header in quotes", (v) => `curl -H 'Authorization: Basic ${v}' x`, "dXNlcjpw"],
    ["a header in JSON", (v) => `{"authorization":"Bearer ${v}"}`, "abc"],
    ["a credential without its header", (v) => `sent bearer ${v} to x`, "abcdefgh-1234"],
  ])("%s", (_, text, secret) => {
    expect(redactor.redact(text(secret))).toBe(text(s(secret)));
  });
});

describe("a token of a known form is hidden wherever it stands", () => {
  test.each([
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    `ghp_${a40}`,
    `github_pat_${a40}_${a40}`,
    "glpat-abcdefghij0123456789",
    "xoxb-123456789012-abcdef",
    "xapp-1-A0123-456-abcdef",
    `AIza${a40.slice(0, 35)}`,
    `sk_live_${a40}`,
    `npm_${a40.slice(0, 36)}`,
    jwt,
  ])("%s", (token) => {
    expect(redactor.redact(`used ${token}, gone`)).toBe(`used ${s(token)}, gone`);
  });

  test("behind an escaped line end", () => {
    expect(redactor.redact(String.raw`"key:\nAKIAIOSFODNN7EXAMPLE"`)).toBe(
      String.raw`"key:\n${s("AKIAIOSFODNN7EXAMPLE")}"`,
    );
  });

  test("the path of a Slack webhook", () => {
    expect(redactor.redact("https://hooks.slack.com/services/T0/B0/XyZ123")).toBe(
      `https://hooks.slack.com/services/${s("T0/B0/XyZ123")}`,
    );
  });
});

describe("a password in a URL is hidden, user and host stay", () => {
  test.each([
    ["postgres://bob:", "hunter2", "@db:5432/shop"],
    ["redis://:", "hunter2", "@cache"],
    ["amqp://bob:", "p@ss", "@mq/vhost"],
    ["redis://bob:", "pa/ss", "@cache:6379/0"],
    ["https://x-access-token:", "abc", "@git.example.com/a/b"],
  ])("%s…%s", (head, password, tail) => {
    expect(redactor.redact(head + password + tail)).toBe(head + s(password) + tail);
  });
});

describe("a private key", () => {
  const head = "-----BEGIN RSA PRIVATE KEY-----";

  test("is hidden from head to end, and what follows stays", () => {
    const key = `${head}\nMIIEow\n-----END RSA PRIVATE KEY-----`;
    expect(redactor.redact(`a ${key} b`)).toBe(`a ${s(key)} b`);
  });

  test("of which only the head line is seen hides all that follows", () => {
    expect(redactor.redact(`a ${head}\nMIIEow`)).toBe(`a ${s(`${head}\nMIIEow`)}`);
  });

  test("is no certificate, which stays", () => {
    const certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----";
    expect(redactor.redact(certificate)).toBe(certificate);
  });
});

describe("an e-mail address is hidden", () => {
  const hidden = redactor.pseudonym("email", "bob.smith+x@mail.example.com");

  test.each([
    ["in a sentence", "mail bob.smith+x@mail.example.com.", `mail ${hidden}.`],
    ["in brackets", "<bob.smith+x@mail.example.com>", `<${hidden}>`],
    ["in a query, encoded", "?u=bob.smith+x%40mail.example.com&b", `?u=${hidden}&b`],
    ["in capitals, as the same person", "Bob.Smith+X@Mail.Example.COM", hidden],
  ])("%s", (_, text, expected) => {
    expect(redactor.redact(text)).toBe(expected);
  });

  test("with letters of any alphabet", () => {
    expect(redactor.redact("müller@münchen.de")).toBe(redactor.pseudonym("email", "müller@münchen.de"));
  });
});

describe("what is no secret stays as it is", () => {
  test.each([
    "token_count=5 tokens=7 password_reset=true",
    "password=true secret=null token: *** password: [secret] pwd=[REDACTED]",
    "3f786850e387550fdab836ed7e6dc881de23001b",
    "id=123e4567-e89b-12d3-a456-426614174000 at 1767225600000",
    "root@web-01:~# uptime; ops@db: no route",
    "nginx@sha256:8b2f7c1d docker-pullable://nginx:1.25@sha256:8b2f7c1d",
    "added @scope/pkg@1.2.3 lodash@4.17.21-next.rc author@1.0 icon@2x.png",
    "user@1000.service: Main process exited; getty@tty1.service",
    "git@github.com:org/repo.git",
    "http://127.0.0.1:8080/a@b https://host:443/?q=@x",
    "sudo: bob : TTY=pts/0 ; PWD=/home/bob ; USER=root ; COMMAND=/bin/ls",
    "# pass: 12 fail: 0 bypass=on",
    "uses basic authentication, bearer certificates and basic understanding",
    "Unexpected token: } in JSON at position 4",
    "use of Secret::Store and token::Kind; see secret://vault",
    '"secret":{"name":"shop-db"} token=["a"]',
    "npm_config_registry= npm_lifecycle_event=test",
  ])("%s", (text) => {
    expect(redactor.redact(text)).toBe(text);
  });
});

test("a token and more behind a name that says secret are hidden as one", () => {
  const text = redactor.redact(
    `credentials=AKIAIOSFODNN7EXAMPLE:wJalr password="AKIAIOSFODNN7EXAMPLE or so"`,
  );
  expect(text).toMatch(/^credentials=<secret:\w{8}> password="<secret:\w{8}>"$/);
});

test("the same secret has the same pseudonym in every form, and another under another key", () => {
  const seen = new Set(
    ["password=abc", '"token":"abc"', "x://u:abc@h"].map((text) => /<.*>/.exec(redactor.redact(text))?.[0]),
  );
  expect([...seen]).toEqual([s("abc")]);
  expect(openRedactor({ key: Buffer.alloc(32, 8) }).pseudonym("secret", "abc")).not.toBe(s("abc"));
});

test("an own pattern hides what it matches and never sees a pseudonym", () => {
  const hex = {
    replaceAll: (text: string, by: (m: string) => string) => text.replaceAll(/[0-9a-f]{4,}/g, by),
  };
  const own = openRedactor({ key: Buffer.alloc(32, 7), own: [hex] });
  const once = own.redact("customer 12345 password=abc");
  expect(once).toBe(`customer ${own.pseudonym("own", "12345")} password=${s("abc")}`);
  expect(own.redact(once)).toBe(once);
});

test("a key that could be guessed is refused", () => {
  expect(() => openRedactor({ key: Buffer.alloc(15) })).toThrow("at least 16 bytes");
});
