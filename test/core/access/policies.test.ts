import { describe, expect, test } from "vitest";
import { openAccess } from "#core/access";
import { formatFileFault } from "#core/domain";

async function faultsOf(...texts: string[]): Promise<string[]> {
  const policies = texts.map((text, i) => ({ name: `f${i}`, file: `f${i}.cedar`, text }));
  const groups = { oncall: { users: ["local:1"] }, guests: { users: [] } };
  const opening = await openAccess({ policies, groups });
  return opening.ok ? [] : opening.faults.map((fault) => formatFileFault(fault).split("\n")[0] ?? "");
}

describe("a mistake is told with its place", () => {
  test.each([
    [
      "an action's typo, with a hint",
      `// é is two bytes\n@id("x")\npermit (principal, action == Fettle::Action::"incident.acknowlege", resource);`,
      ['f0.cedar:3:30 x: there is no action "incident.acknowlege"; did you mean "incident.acknowledge"?'],
    ],
    [
      "an action's beginning, with the only one that begins like this",
      `permit (principal, action == Fettle::Action::"incident.ack", resource);`,
      ['f0.cedar:1:30 f0:policy0: there is no action "incident.ack"; did you mean "incident.acknowledge"?'],
    ],
    [
      "an attribute's typo, once, with a hint",
      `permit (principal, action, resource is Fettle::Incident)\n  when { resource.sevrity > 3 };`,
      [
        "f0.cedar:2:10 f0:policy0: attribute `sevrity` on entity type `Fettle::Incident` not found; " +
          "did you mean `severity`?",
      ],
    ],
    [
      "an entity type's typo",
      `permit (principal is Fettle::Actr, action, resource);`,
      ["f0.cedar:1:22 f0:policy0: unrecognized entity type `Fettle::Actr`; did you mean `Fettle::Actor`?"],
    ],
    [
      "a wrong type",
      `permit (principal, action, resource is Fettle::Incident) when { resource.severity == "4" };`,
      [
        "f0.cedar:1:65 f0:policy0: the types Long and String are not compatible; both operands to a `==` " +
          "expression must have compatible types. Types must be exactly equal to be compatible",
      ],
    ],
    [
      "a policy that can never apply",
      `permit (principal, action == Fettle::Action::"store.backup", resource is Fettle::Incident);`,
      ["f0.cedar:1:1 f0:policy0: unable to find an applicable action given the policy scope constraints"],
    ],
    [
      "broken grammar",
      `permit (principal, action, resource)\n  forbid (`,
      ["f0.cedar:2:10: unexpected token `(`; expected `{`"],
    ],
    [
      "look-alike letters, which a reader would take for others",
      `permit (principal in Fettle::Group::"\u043encall", action, resource);`,
      [
        "f0.cedar:1:1 f0:policy0: identifier `\u043encall` contains mixed scripts",
        'f0.cedar:1:22 f0:policy0: expected a group of people.groups; got "\u043encall"; did you mean "oncall"?',
      ],
    ],
    [
      "a template",
      `\n  permit (principal == ?principal, action, resource);`,
      ["f0.cedar:2:3: expected a policy without ?principal and ?resource: templates are not supported"],
    ],
  ])("%s", async (_, text, faults) => {
    expect(await faultsOf(text)).toEqual(faults);
  });

  test.each([
    ["its head", `forbid (principal in Fettle::Group::"guest", action, resource);`, "1:22"],
    [
      "its head, beside a type",
      `forbid (principal is Fettle::Actor in Fettle::Group::"guest", action, resource);`,
      "1:39",
    ],
    [
      "a condition",
      `forbid (principal, action, resource)\nunless { principal in Fettle::Group::"guest" };`,
      "2:23",
    ],
    [
      "a list",
      `forbid (principal, action, resource) when { principal in [Fettle::Group::"guest"] };`,
      "1:59",
    ],
    ["escapes", `\n  forbid (principal in Fettle::Group::"g\\u{75}est", action, resource);`, "2:3"],
  ])("a group that nobody can be in, named in %s", async (_, text, place) => {
    expect(await faultsOf(text)).toEqual([
      `f0.cedar:${place} f0:policy0: expected a group of people.groups; got "guest"; did you mean "guests"?`,
    ]);
  });

  test("no group that is only mentioned, or written as text", async () => {
    const text = `// Fettle::Group::"guest"
      @type("Fettle::Group") @id("guest")
      permit (principal in Fettle::Group::"guests", action, resource)
      when { principal.kind == "Fettle::Group" && {"type": "Fettle::Group", "id": "guest"}.id == "guest" };`;
    expect(await faultsOf(text)).toEqual([]);
  });

  test("a group at the end of a chain of five hundred", async () => {
    const text = `permit (principal, action, resource) when { ${'principal in Fettle::Group::"oncall" || '.repeat(500)}`;
    expect(await faultsOf(`${text}principal in Fettle::Group::"onkall" };`)).toHaveLength(1);
  });

  test("the eleventh policy by its own name", async () => {
    const good = "permit (principal, action, resource);\n";
    const text = `${good.repeat(10)}@id("eleventh") permit (principal is Actr, action, resource);`;
    expect(await faultsOf(text)).toEqual([
      "f0.cedar:11:38 eleventh: unrecognized entity type `Actr`; did you mean `Fettle::Actor`?",
    ]);
  });

  test("a name given twice, in whatever file", async () => {
    const text = '\n@id("a") permit (principal, action, resource);';
    expect(await faultsOf(text, `// é${text}`)).toEqual([
      "f1.cedar:2:1 a: expected a name of its own; another policy has this one",
    ]);
  });

  test("those of every file at once", async () => {
    expect(await faultsOf("x", "permit (principal, action, resource);", "y")).toHaveLength(2);
  });

  test.each([
    ["a chain", "true || ".repeat(5_000) + "true", "400 operators in a policy: split it"],
    ["fields of fields", `context${".a".repeat(5_000)}`, "400 operators in a policy: split it"],
    ["choices", `${"if true then ".repeat(1_000)}true`, "400 operators in a policy: split it"],
    ["brackets", "(".repeat(200) + "true" + ")".repeat(200), "64 brackets inside each other"],
  ])("%s that would overrun the engine's stack, before it is parsed", async (_, condition, limit) => {
    const fine = "permit (principal, action, resource);\n";
    const deep = `permit (principal, action, resource) when { ${condition} };`;
    expect(await faultsOf(fine + deep)).toEqual([`f0.cedar:1:38: expected at most ${limit}`]);
    expect(await faultsOf(fine)).toEqual([]);
  });

  test("a file past the limit", async () => {
    expect(await faultsOf("//".repeat(200_000))).toEqual([
      "f0.cedar:1:1: expected at most 262144 bytes of policies",
    ]);
  });
});

test("the excerpt shows the line with a caret below the place", async () => {
  const text = `@id("x")\npermit (principal is Actr, action, resource);`;
  const opening = await openAccess({ policies: [{ name: "f", file: "f.cedar", text }], groups: {} });
  expect(opening.ok ? "" : opening.faults[0]?.excerpt).toBe(
    "permit (principal is Actr, action, resource);\n                     ^",
  );
});
