import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's folder. */
export const CHECKOUT = fileURLToPath(new URL("../..", import.meta.url));

/** The package as npm would publish it, installed in a project of its own. */
export interface PackedPackage {
  /** The project's folder; `node_modules` has the package and what it declares as dependencies, nothing else. */
  readonly project: string;
  /** The package's folder in the project. */
  readonly installed: string;
  /** The tarball's size in bytes. */
  readonly size: number;
  /** The paths in the tarball. */
  readonly paths: readonly string[];
  remove(): void;
}

interface PackReport {
  readonly filename: string;
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** Compiles, packs and installs the package in a temporary folder; the checkout's `dist` is left alone. */
export function packPackage(): PackedPackage {
  const folder = mkdtempSync(join(tmpdir(), "affekt-package-"));
  const staged = join(folder, "staged");
  mkdirSync(staged);
  run(CHECKOUT, process.execPath, ["tools/build.ts", "--outDir", join(staged, "dist")]);
  const { files } = JSON.parse(readFileSync(join(CHECKOUT, "package.json"), "utf8")) as {
    readonly files: readonly string[];
  };
  const left = new Set(files.filter((one) => one.startsWith("!")).map((one) => one.slice(1)));
  const isPacked = (path: string): boolean => !left.has(relative(CHECKOUT, path));
  for (const file of ["package.json", ...files]) {
    if (file === "dist" || file.startsWith("!")) continue;
    cpSync(join(CHECKOUT, file), join(staged, file), { recursive: true, filter: isPacked });
  }
  const [report] = JSON.parse(run(staged, "npm", ["pack", "--ignore-scripts", "--json"])) as [
    PackReport,
  ];
  const project = join(folder, "project");
  const installed = join(project, "node_modules/affekt");
  mkdirSync(installed, { recursive: true });
  run(installed, "tar", ["xzf", join(staged, report.filename), "--strip-components=1"]);
  for (const name of declaredDependencies()) link(name, project);
  return {
    project,
    installed,
    size: report.size,
    paths: report.files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Makes one of the checkout's packages known to a project. */
export function link(name: string, project: string): void {
  const target = join(project, "node_modules", name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(CHECKOUT, "node_modules", name), target);
}

/** Runs a program to its end and returns what it wrote to standard output; what it wrote to either is in the error where it fails. */
export function run(cwd: string, program: string, args: readonly string[]): string {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function declaredDependencies(): string[] {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(join(CHECKOUT, "package.json"), "utf8"),
  ) as Record<"dependencies" | "optionalDependencies", Readonly<Record<string, string>>>;
  return Object.keys({ ...dependencies, ...optionalDependencies });
}
