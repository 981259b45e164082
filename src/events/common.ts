/*
 * Parts that payloads of several groups share: links, and the ids of the objects that events are about.
 */

/**
 * The link of an object that has one address only. CMP's hosts vary, so use links as they are and do not build them
 * from ids.
 */
export interface SelfLinks {
  /** Open API address of this object. */
  self: string;
}

/** The CMP organization (one instance of CMP) that sent the delivery. */
export interface Organization {
  /** Identifier of the organization. The request header `organization-id` holds the same value. */
  id: string;
}

/** A task: its id, and where to fetch it. */
export interface TaskReference {
  /** Identifier of the task. Opaque: do not expect hexadecimal digits. */
  id: string;
  /** Address of the task. */
  links: SelfLinks;
}

/** The links of a task, its assets included. */
export interface TaskAssetsLinks extends SelfLinks {
  /** Open API address that lists the assets of the task. */
  assets: string;
}

/** A task, with the address of its assets. */
export interface TaskWithAssetsLink {
  /** Identifier of the task. */
  id: string;
  /** Addresses of the task and of its assets. */
  links: TaskAssetsLinks;
}

/** Kinds of assets. The list is open: CMP may add a kind without notice. */
export type AssetType =
  | "article"
  | "image"
  | "video"
  | "raw_file"
  | "structured_content"
  | (string & Record<never, never>);
