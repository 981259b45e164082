import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const dayMs = 24 * 60 * 60 * 1_000;
/** Written last into a folder that is complete. */
const record = "complete";

/** Where the folders are, and the time in milliseconds since 1970. */
export interface ShelfOptions {
  readonly shelf?: string;
  readonly now?: number;
}

/**
 * A folder that takes long to make and is the same every time, for later runs and for others that run now. It is made by
 * `make`, unless it is there and complete.
 *
 * Nobody removes or replaces a folder that another run may use: a folder serves on one day and is removed two days later.
 *
 * @param name includes a hash of everything that decides the contents, apart from Node
 */
export async function onShelf(
  name: string,
  make: (draft: string) => void | Promise<void>,
  { shelf = join(tmpdir(), "optimizely-cmp-webhooks"), now = Date.now() }: ShelfOptions = {},
): Promise<string> {
  const place = join(shelf, `${name}-${process.version}-${Math.floor(now / dayMs)}`);
  if (isComplete(place)) return place;
  mkdirSync(shelf, { recursive: true });
  removeOld(shelf, now);
  const draft = mkdtempSync(join(shelf, "draft-"));
  try {
    await make(draft);
    writeFileSync(join(draft, record), "");
    publish(shelf, draft, place);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return place;
}

function isComplete(place: string): boolean {
  return existsSync(join(place, record));
}

/** Another process may have been quicker: what it made is the same. */
function publish(shelf: string, draft: string, place: string): void {
  if (existsSync(place) && !isComplete(place)) remove(shelf, place);
  try {
    renameSync(draft, place);
  } catch (error) {
    if (!isComplete(place)) throw error;
  }
}

function removeOld(shelf: string, now: number): void {
  for (const name of readdirSync(shelf)) {
    const path = join(shelf, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: now };
    if (mtimeMs < now - 2 * dayMs) remove(shelf, path);
  }
}

/** First under another name, so that a removal that is interrupted leaves nothing that looks complete. */
function remove(shelf: string, path: string): void {
  const trash = mkdtempSync(join(shelf, "trash-"));
  try {
    renameSync(path, join(trash, "it"));
  } catch (error) {
    // Another process may have removed it at the same time.
    if (existsSync(path)) throw error;
  }
  rmSync(trash, { recursive: true, force: true });
}
