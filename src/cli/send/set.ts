import { isDeep, isObject, type JsonObject, parse } from "../data/json.js";
import { UsageError } from "../failure.js";
import { override } from "../library.js";

/** One `--set`: a member of the event, and its new value. */
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
      `--set must be PATH=VALUE, such as data.task.id=42, received ${JSON.stringify(text)}`,
    );
  }
  const isJson = colon === ":";
  if (isJson && !isUsable(value)) {
    throw new UsageError(
      `--set with := must have JSON behind it, received ${JSON.stringify(value)}. Use = for text`,
    );
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

/** The replacement of `old`, in which the member at `steps` is changed. */
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

/** Text where text was, and otherwise JSON if it can be read as such: `data.task.id=42` is an id, and ids are text. */
function chooseValue({ text, isJson }: Setting, old: unknown): unknown {
  return isJson || (typeof old !== "string" && isUsable(text)) ? JSON.parse(text) : text;
}

function isUsable(text: string): boolean {
  const parsed = parse(text);
  return parsed !== undefined && !isDeep(parsed.value);
}
