import type {
  Comment,
  TaskAssetAddedData,
  TaskEventMap,
  TaskReference,
  TaskWithAssetsLink,
  TaskWithBriefLink,
  WorkflowSubStepCommentAddedData,
} from "../../events/index.js";
import { preview } from "./content.js";
import { type Ids, type Samples, self, url } from "./ids.js";
