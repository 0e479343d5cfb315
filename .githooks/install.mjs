// After `npm ci` in a checkout: points git at .githooks, and puts `fettle` where npx looks for it (npm links
// the commands of packages, but not that of the project itself). An install never fails for want of either.
import { execFileSync } from "node:child_process";
import { existsSync, rmSync, symlinkSync } from "node:fs";

try {
  if (existsSync("node_modules/.bin")) {
    rmSync("node_modules/.bin/fettle", { force: true });
    symlinkSync("../../bot/fettle", "node_modules/.bin/fettle");
  }
  if (existsSync(".git")) {
    execFileSync("git", ["config", "core.hooksPath", ".githooks"], { stdio: "ignore" });
  }
} catch (error) {
  console.warn(`hooks and the fettle command were not set up: ${error.message}`);
}
