import { describe, expect, test } from "vitest";
import { localTarget } from "#core/domain";
import { openInventory, targetsSection } from "#core/inventory";

/** `path: message` of each issue. */
function issuesOf(given: unknown): string[] {
  const result = targetsSection.safeParse(given);
  return (result.error?.issues ?? []).map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

const web = { name: "web-01", address: "10.0.0.5" };

describe("the section", () => {
  test("in its full form is accepted", () => {
    const given = {
      defaults: { ssh: { user: "ops", key: "~/.ssh/id_ed25519", knownHosts: "~/.ssh/known_hosts" } },
      hosts: [{ ...web, labels: { env: "prod", group: "web" }, ssh: { port: 22 } }],
      import: [{ sshConfig: "~/.ssh/config" }, { ansible: "inventory.yml" }, { fileSd: "targets/*.json" }],
    };
    expect(targetsSection.parse(given)).toEqual(given);
  });

  test("may be empty", () => {
    expect(targetsSection.parse({})).toEqual({ defaults: {}, hosts: [], import: [] });
  });

  test("refuses a second host of the same name, at its place", () => {
    expect(issuesOf({ hosts: [web, { ...web, name: "web-02" }, web] })).toEqual([
      "hosts.2.name: web-01 is the name of hosts[0] already",
    ]);
  });

  test("keeps the name local for the machine itself", () => {
    expect(issuesOf({ hosts: [{ ...web, name: "local" }] })).toEqual([
      "hosts.0.name: the name local is reserved for the machine that Fettle runs on",
    ]);
  });

  test.each([
    ["an unknown key", { hosts: [{ ...web, adress: "x" }] }, "hosts.0"],
    ["a name with a space", { hosts: [{ ...web, name: "web 01" }] }, "hosts.0.name"],
    ["a name like an option", { hosts: [{ ...web, name: "-rf" }] }, "hosts.0.name"],
    ["an address like an option", { hosts: [{ ...web, address: "-oProxyCommand" }] }, "hosts.0.address"],
    ["an address with a user", { hosts: [{ ...web, address: "root@db" }] }, "hosts.0.address"],
    ["a missing address", { hosts: [{ name: "web-01" }] }, "hosts.0.address"],
    ["port 0", { hosts: [{ ...web, ssh: { port: 0 } }] }, "hosts.0.ssh.port"],
    ["a label that is no text", { hosts: [{ ...web, labels: { env: 1 } }] }, "hosts.0.labels.env"],
    ["two imports in one", { import: [{ ansible: "a", fileSd: "b" }] }, "import.0"],
  ])("refuses %s", (_, given, place) => {
    expect(issuesOf(given)).toEqual([
      expect.stringMatching(new RegExp(`^${place.replaceAll(".", "\\.")}: `)),
    ]);
  });
});

describe("an inventory", () => {
  const inventory = openInventory(targetsSection.parse({ hosts: [{ ...web, labels: { env: "prod" } }] }));

  test("knows its hosts and the machine itself, and nothing else", () => {
    expect(inventory.byName("web-01")).toEqual({ ...web, kind: "host", labels: { env: "prod" } });
    expect(inventory.byName("local")).toBe(localTarget);
    expect(inventory.byName("constructor")).toBeUndefined();
    expect(inventory.all().map((target) => target.name)).toEqual(["local", "web-01"]);
  });

  test("refuses the same name twice, wherever it came from", () => {
    const hosts = targetsSection.parse({ hosts: [web] }).hosts;
    expect(() => openInventory({ hosts: [...hosts, ...hosts] })).toThrow("target web-01 is there twice");
  });
});
