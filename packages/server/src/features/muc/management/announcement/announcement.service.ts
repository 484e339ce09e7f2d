import { MucBodyOperation } from "@rondo/protocol";
import { AppError } from "../../../../kernel/errors.ts";
import type { Mucs } from "../../api.ts";
import type { Scene } from "../desk.ts";
import type { Tellings } from "../tellings.ts";

/** Characters, as readers count them (limits, section 1). */
const MAX_LENGTH = 512;

interface Deps {
  readonly mucs: Mucs;
  readonly tellings: Tellings;
}

/** What all members of a group or room are to read (SPEC.md, MM). */
export class AnnouncementService {
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** "" takes it down. @throws AppError FORBIDDEN when it is too long. */
  async write(scene: Scene, announcement: string): Promise<void> {
    const { mucs, tellings } = this.deps;
    if ([...announcement].length > MAX_LENGTH) throw new AppError("FORBIDDEN", "announce info length exceeds limit!");
    if (announcement === "" && scene.muc.announcement === "") return;
    await mucs.update(scene.muc, { announcement });
    await tellings.everybody(
      scene,
      announcement === ""
        ? { operation: MucBodyOperation.DELETE_ANNOUNCEMENT }
        : { operation: MucBodyOperation.UPDATE_ANNOUNCEMENT, reason: announcement },
    );
  }
}
