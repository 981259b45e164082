/*
 * The Campaign group.
 */

import type { SelfLinks } from "./common.js";

/**
 * A campaign was created, from nothing or from a work request.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/campaign-events
 * @key campaign.id
 */
export interface CampaignAddedEvent {
  event_name: "campaign_added";
  /** The new campaign. */
  data: CampaignAddedData;
}

/** The `data` of `campaign_added`. */
export interface CampaignAddedData {
  /** The new campaign. */
  campaign: AddedCampaign;
}

/**
 * A campaign's title, description, dates, archive mark, labels or owner changed. The payload does
 * not say which.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/campaign-events
 */
export interface CampaignMetadataModifiedEvent {
  event_name: "campaign_metadata_modified";
  /** The campaign that changed. The payload does not say what changed. */
  data: CampaignMetadataModifiedData;
}

/** The `data` of `campaign_metadata_modified`. */
export interface CampaignMetadataModifiedData {
  /** The campaign that changed. */
  campaign: CampaignReference;
}

/**
 * A campaign got a brief.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/campaign-events
 * @inferred by analogy with task_brief_added
 */
export interface CampaignBriefAddedEvent {
  event_name: "campaign_brief_added";
  /** The campaign that got a brief. */
  data: CampaignBriefAddedData;
}

/** The `data` of `campaign_brief_added`. */
export interface CampaignBriefAddedData {
  /** The campaign that got a brief. */
  campaign: BriefedCampaign;
}

/**
 * A campaign lost its brief.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/campaign-events
 * @inferred by analogy with task_brief_removed
 */
export interface CampaignBriefRemovedEvent {
  event_name: "campaign_brief_removed";
  /** The campaign that lost its brief. */
  data: CampaignBriefRemovedData;
}

/** The `data` of `campaign_brief_removed`. */
export interface CampaignBriefRemovedData {
  /**
   * The campaign that lost its brief. Expect no link to the brief.
   * @inferred by analogy with task_brief_removed
   */
  campaign?: UnbriefedCampaign;
}

/**
 * The brief of a campaign changed.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/campaign-events
 * @inferred by analogy with task_brief_modified
 */
export interface CampaignBriefModifiedEvent {
  event_name: "campaign_brief_modified";
  /** The campaign whose brief changed. */
  data: CampaignBriefModifiedData;
}

/** The `data` of `campaign_brief_modified`. */
export interface CampaignBriefModifiedData {
  /**
   * The campaign whose brief changed.
   * @inferred by analogy with task_brief_modified
   */
  campaign?: BriefedCampaign;
}

/** The links of a new campaign. */
export interface AddedCampaignLinks extends SelfLinks {
  /**
   * Open API address of the work request that the campaign was made from, or null when there was none.
   * Absent in deliveries of the older form.
   */
  work_request?: string | null;
}

/** A new campaign. */
export interface AddedCampaign {
  /** Identifier of the campaign. Opaque: documented ones are not hexadecimal. */
  id: string;
  /** Addresses of the campaign and of the work request behind it. */
  links: AddedCampaignLinks;
}

/** A campaign: its id, and where to fetch it. */
export interface CampaignReference {
  /** Identifier of the campaign. */
  id: string;
  /** Address of the campaign. */
  links: SelfLinks;
}

/** The links of a campaign without a brief. */
export interface UnbriefedCampaignLinks {
  /**
   * Open API address of the campaign.
   * @inferred by analogy with campaign_metadata_modified
   */
  self?: string;
}

/** A campaign without a brief. */
export interface UnbriefedCampaign {
  /**
   * Identifier of the campaign.
   * @inferred by analogy with campaign_metadata_modified
   */
  id?: string;
  /**
   * Address of the campaign.
   * @inferred by analogy with campaign_metadata_modified
   */
  links?: UnbriefedCampaignLinks;
}

/** The links of a campaign that has a brief. */
export interface BriefedCampaignLinks {
  /**
   * Open API address of the campaign.
   * @inferred by analogy with campaign_metadata_modified
   */
  self?: string;
  /**
   * Open API address of the brief.
   * @inferred by analogy with task_brief_added
   */
  brief?: string;
}

/** A campaign that has a brief. */
export interface BriefedCampaign {
  /**
   * Identifier of the campaign.
   * @inferred by analogy with campaign_metadata_modified
   */
  id?: string;
  /**
   * Addresses of the campaign and of its brief.
   * @inferred by analogy with campaign_metadata_modified
   */
  links?: BriefedCampaignLinks;
}

/** The events of the Campaign group by name. */
export interface CampaignEventMap {
  /** A campaign was created. */
  campaign_added: CampaignAddedEvent;
  /** A campaign itself changed. */
  campaign_metadata_modified: CampaignMetadataModifiedEvent;
  /** A campaign got a brief. */
  campaign_brief_added: CampaignBriefAddedEvent;
  /** A campaign lost its brief. */
  campaign_brief_removed: CampaignBriefRemovedEvent;
  /** The brief of a campaign changed. */
  campaign_brief_modified: CampaignBriefModifiedEvent;
}
