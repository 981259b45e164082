import { describe, expect, it } from "vitest";
import { experimentalNames, inferredNames, shapesByGroup } from "../../src/generated/shapes.js";
import { eventCatalog, eventNames } from "../../src/payload/catalog.js";

describe("the catalogue of events", () => {
  it("has 43 events in seven groups", () => {
    const sizes = Object.entries(shapesByGroup).map(([group, events]) => [group, Object.keys(events).length]);
    expect(sizes).toEqual([
      ["Library", 4],
      ["Task", 17],
      ["External work", 6],
      ["Campaign", 5],
      ["Publish", 3],
      ["Work request", 6],
      ["Event", 2],
    ]);
    expect(new Set(eventNames).size).toBe(43);
  });

  it("marks as experimental what the vendor marks so", () => {
    const names = ["work_request_added", "work_request_modified", "event_added", "event_modified"];
    expect(experimentalNames).toEqual(names);
    expect(eventNames.filter((name) => eventCatalog[name].experimental)).toEqual(names);
  });

  it("calls unverified the events whose fields no source shows", () => {
    const names = [
      "asset_renditions_created",
      "campaign_brief_added",
      "campaign_brief_removed",
      "campaign_brief_modified",
      "asset_synced",
      "asset_unpublished",
      "work_request_removed",
      "work_request_comment_added",
      "work_request_comment_modified",
      "work_request_comment_removed",
    ];
    expect(inferredNames).toEqual(names);
    expect(eventNames.filter((name) => !eventCatalog[name].verified)).toEqual(names);
  });
});
