import { isObject, type JsonObject } from "../data/json.js";
import { UsageError } from "../failure.js";
import { override } from "../library.js";

/** One `--set`: a member of the event, and what it is to be. */
export interface Setting {
  readonly steps: readonly (string | number)[];
  readonly text: string;
  /** Written with `:=`, so that the text is JSON whatever was there. */
  readonly isJson: boolean;
}

/** Reads `data.task.id=42`, `data.assets.images[0].id=42` or `data.task:={"id": "42"}`. @throws UsageError */
export function readSetting(text: string): Setting {
  const [, path, colon, value] = /^([\w$-]+(?:\.[\w$-]+|\[\d+\])*)(:?)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined) {
    throw new UsageError(
      `--set: ${JSON.stringify(text)} will not do; PATH=VALUE is wanted, such as data.task.id=42`,
    );
  }
  const isJson = colon === ":";
  if (isJson && !parses(value)) {
    throw new UsageError(`--set: ${JSON.stringify(value)} is not JSON, which := wants; with = it is text`);
  }
  const steps = path.match(/[\w$-]+|\[\d+\]/g) ?? [];
  return {
    steps: steps.map((step) => (step.startsWith("[") ? Number(step.slice(1, -1)) : step)),
    text: value,
    isJson,
  };
}

/** The event with that member. Where the id of something is changed, its links follow. */
export function applySetting(event: JsonObject, setting: Setting): JsonObject {
  const changes = changeOf(event, setting.steps, setting);
  return isObject(changes) ? { ...override(event, changes) } : event;
}

/** What to put in the place of `old`, so that the member at `steps` within it is another. */
function changeOf(old: unknown, steps: readonly (string | number)[], setting: Setting): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return chooseValue(setting, old);
  if (typeof step === "string") {
    const inner = isObject(old) && Object.hasOwn(old, step) ? old[step] : undefined;
    return { [step]: changeOf(inner, rest, setting) };
  }
  const items: unknown[] = Array.isArray(old) ? [...old] : [];
  if (step > items.length) throw new UsageError(`--set: there is no item [${step}], nor one before it`);
  const item: unknown = items[step];
  const change = changeOf(item, rest, setting);
  items[step] = isObject(item) && isObject(change) && rest.length > 0 ? override(item, change) : change;
  return items;
}

/** Text where text was; else JSON, if it is some: `data.task.id=42` is an id, and ids are text. */
function chooseValue({ text, isJson }: Setting, old: unknown): unknown {
  return isJson || (typeof old !== "string" && parses(text)) ? JSON.parse(text) : text;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
