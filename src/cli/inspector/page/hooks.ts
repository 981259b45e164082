import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { maxDeliveries, type Settings, type Summary } from "../wire.js";
import { addressOf, getJson } from "./server.js";

interface Feed {
  readonly settings?: Settings;
  readonly deliveries: readonly Summary[];
  readonly isLive: boolean;
}

/**
 * The settings, the deliveries, the newest first, and whether `listen` is there. Follows the server-sent events; the
 * browser reconnects by itself and names the last id it has.
 */
export function useFeed(): Feed {
  const [feed, setFeed] = useState<Feed>({ deliveries: [], isLive: false });
  useEffect(() => {
    const source = new EventSource(addressOf("/feed"));
    let waiting: Summary[] = [];
    // Bursts are drawn once a frame.
    const flush = (): void => {
      const added = waiting.reverse();
      waiting = [];
      setFeed((old) => ({ ...old, deliveries: [...added, ...old.deliveries].slice(0, maxDeliveries) }));
    };
    source.addEventListener("deliveries", ({ data }) => {
      if (waiting.length === 0) requestAnimationFrame(flush);
      waiting.push(...JSON.parse(data));
    });
    // Comes to a new page, and to one whose ids are those of an earlier inspector.
    source.addEventListener("settings", ({ data }) => {
      setFeed({ settings: JSON.parse(data), deliveries: [], isLive: true });
    });
    source.addEventListener("again", () => setFeed((old) => ({ ...old, isLive: true })));
    source.addEventListener("error", () => setFeed((old) => ({ ...old, isLive: false })));
    return () => source.close();
  }, []);
  return feed;
}

/** JSON from our server; `undefined` while it loads and where no path is given, `null` where there is nothing. */
export function useJson<Value>(path: string | undefined, body?: string): Value | null | undefined {
  const [loaded, setLoaded] = useState<{ readonly path: string; readonly value: Value | null }>();
  useEffect(() => {
    if (path === undefined) return;
    let isCurrent = true;
    const keep = (value: Value | null): void => void (isCurrent && setLoaded({ path, value }));
    getJson<Value | null>(path, body).then(keep, () => keep(null));
    return () => {
      isCurrent = false;
    };
  }, [path, body]);
  return path !== undefined && loaded?.path === path ? loaded.value : undefined;
}

/**
 * The rows in view of many of one height, from `first` to before `end`, and some beyond the edges. Brings `chosen` into
 * view when it changes.
 */
export function useRows(count: number, height: number, chosen: number) {
  const ref = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, size: 800 });
  const onScroll = (): void => {
    if (ref.current) setView({ top: ref.current.scrollTop, size: ref.current.clientHeight });
  };
  useLayoutEffect(() => {
    const observer = new ResizeObserver(onScroll);
    if (ref.current) observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || chosen < 0) return;
    const highest = Math.min(box.scrollTop, chosen * height);
    box.scrollTop = Math.max(highest, (chosen + 1) * height - box.clientHeight);
  }, [chosen]);
  const first = Math.max(0, Math.floor(view.top / height) - 8);
  return { ref, onScroll, first, end: Math.min(count, Math.ceil((view.top + view.size) / height) + 8) };
}

/** Keys for the whole page, but not while something is typed, in a dialog, or with Ctrl, Alt or Meta. */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isBusy =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (isBusy || event.ctrlKey || event.altKey || event.metaKey) return;
      if (!Object.hasOwn(latest.current, event.key)) return;
      event.preventDefault();
      latest.current[event.key]?.();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
