/** Who receives what is committed to the timelines of groups and rooms: theirs to know, asked on every message. */
export interface Audiences {
  /**
   * The users, from memory: the same array for as long as nothing changes. Undefined: not loaded. Who sends to a group has
   * had it loaded before; it is missing only when it was forgotten meanwhile.
   */
  of(timeline: string): readonly string[] | undefined;
  load(timeline: string): Promise<readonly string[]>;
}
