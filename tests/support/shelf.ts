import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folders that take long to make and are the same every time, for later runs and for others that run now. */
const shelf = join(tmpdir(), "optimizely-cmp-webhooks");
const maxAgeMs = 24 * 60 * 60 * 1_000;

/**
 * The folder of that name, made by `make` unless it is there.
 *
 * @param name includes a hash of everything that decides the contents
 */
export async function onShelf(name: string, make: (draft: string) => void | Promise<void>): Promise<string> {
  const place = join(shelf, name);
  if (existsSync(place)) return place;
  mkdirSync(shelf, { recursive: true });
  removeOld();
  const draft = mkdtempSync(join(shelf, "draft-"));
  try {
    await make(draft);
    publish(draft, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return place;
}

/** Another process may have been quicker: what it made is the same. */
function publish(draft: string, place: string): void {
  try {
    renameSync(draft, place);
  } catch (error) {
    if (!existsSync(place)) throw error;
  }
}

function removeOld(): void {
  for (const name of readdirSync(shelf)) {
    const path = join(shelf, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < Date.now() - maxAgeMs) rmSync(path, { recursive: true, force: true });
  }
}
