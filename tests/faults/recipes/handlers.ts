// handlers.ts
import { EventRouter } from "optimizely-cmp-webhooks";

export const router: EventRouter = new EventRouter();
router.on("asset_published", async (event) => {
  console.log(`Rendering ${event.data.assets.structured_contents?.length ?? 0} contents`);
});
