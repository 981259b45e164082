import type {
  BriefedCampaign,
  CalendarEvent,
  CalendarEventMap,
  CampaignEventMap,
  CampaignReference,
  WorkRequestCommentAddedData,
  WorkRequestEventMap,
} from "../../events/index.js";
import { type Ids, type Samples, self, url } from "./ids.js";

/** The events of the Campaign group. */
export const campaign: Samples<CampaignEventMap> = {
  campaign_added: (ids) => ({
    campaign: {
      id: ids.campaign,
      links: { self: url("campaigns", ids.campaign), work_request: url("work-requests", ids.workRequest) },
    },
  }),
  campaign_metadata_modified: (ids) => ({ campaign: linkedCampaign(ids) }),
  campaign_brief_added: (ids) => ({ campaign: campaignWithBrief(ids) }),
  campaign_brief_removed: (ids) => ({ campaign: linkedCampaign(ids) }),
  campaign_brief_modified: (ids) => ({ campaign: campaignWithBrief(ids) }),
};

/** The events of the Work request group. */
export const workRequest: Samples<WorkRequestEventMap> = {
  work_request_added: ({ workRequest: id, template }) => ({
    work_request: {
      id,
      template: { id: template, links: self("templates", template) },
      links: {
        self: url("work-requests", id),
        comments: url("work-requests", id, "comments"),
        campaigns: url("work-requests", id, "campaigns"),
        attachments: url("work-requests", id, "attachments"),
        creative_assets: url("work-requests", id, "creative-assets"),
      },
    },
  }),
  work_request_modified: ({ workRequest: id, template }) => ({
    work_request: {
      id,
      modified_fields: ["status"],
      template: { id: template },
      links: self("work-requests", id),
    },
  }),
  work_request_removed: ({ workRequest: id }) => ({ work_request: { id } }),
  work_request_comment_added: requestComment,
  work_request_comment_modified: requestComment,
  work_request_comment_removed: (ids) => ({ ...requestComment(ids), comment: { id: ids.comment } }),
};

/** The events of the Event group. */
export const calendar: Samples<CalendarEventMap> = {
  event_added: (ids) => ({ event: calendarEvent(ids) }),
  event_modified: (ids) => ({ event: calendarEvent(ids) }),
};

function linkedCampaign({ campaign: id }: Ids): CampaignReference {
  return { id, links: self("campaigns", id) };
}

function campaignWithBrief({ campaign: id }: Ids): BriefedCampaign {
  return { id, links: { self: url("campaigns", id), brief: url("campaigns", id, "brief") } };
}

function requestComment({ workRequest: id, comment }: Ids): WorkRequestCommentAddedData {
  return {
    work_request: { id, links: self("work-requests", id) },
    comment: { id: comment, links: self("work-requests", id, "comments", comment) },
  };
}

function calendarEvent({ calendarEvent: id }: Ids): CalendarEvent {
  return { id, links: self("events", id) };
}
