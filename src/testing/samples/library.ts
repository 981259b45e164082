import type { LibraryEventMap, ModifiedAsset, RemovedAsset } from "../../events/index.js";
import { type Ids, type Samples, self } from "./ids.js";

/** The events of the Library group. */
export const library: Samples<LibraryEventMap> = {
  asset_added: (ids) => ({
    asset: { ...linkedImage(ids), source: { id: ids.task, type: "task", links: self("tasks", ids.task) } },
  }),
  asset_removed: (ids) => ({ asset: image(ids) }),
  asset_modified: (ids) => ({ asset: linkedImage(ids) }),
  asset_renditions_created: (ids) => ({ asset: linkedImage(ids) }),
};

function image({ asset, organization }: Ids): RemovedAsset {
  return { id: asset, owner_organization_id: organization, type: "image" };
}

function linkedImage(ids: Ids): ModifiedAsset {
  return { ...image(ids), links: self("images", ids.asset) };
}
