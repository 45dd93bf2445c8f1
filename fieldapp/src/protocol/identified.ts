/** What every document has, and how ids, instants and days are written. */
/** `type:key`, for example `round:0193…`. */
export type DocumentId<K extends string = string> = `${K}:${string}`;
/** RFC 3339 with an offset; documents bear UTC with `Z`. */
export type Instant = string;
/** `YYYY-MM-DD`. */
export type LocalDate = string;

export interface Identified<K extends string> {
  readonly id: DocumentId<K>;
  readonly type: K;
}
