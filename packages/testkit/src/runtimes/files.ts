/** The files of one mini program: user files below `userDataPath`, temporary ones where downloads and pickers put them. */
export class Files {
  readonly userDataPath: string;
  private readonly tempPrefix: string;
  private readonly content = new Map<string, Buffer>();
  private nextTemp = 1;

  constructor(options: { userDataPath: string; tempPrefix: string }) {
    this.userDataPath = options.userDataPath;
    this.tempPrefix = options.tempPrefix;
  }

  read(path: string): Buffer | undefined {
    return this.content.get(path);
  }

  /** False when the program may not write there: outside its user directory. */
  write(path: string, bytes: Uint8Array): boolean {
    if (!path.startsWith(`${this.userDataPath}/`)) return false;
    this.content.set(path, Buffer.from(bytes));
    return true;
  }

  /** A file the user picked or the platform downloaded; answers its path. */
  addTemporary(bytes: Uint8Array, extension = "other"): string {
    const path = `${this.tempPrefix}${this.nextTemp++}.${extension}`;
    this.content.set(path, Buffer.from(bytes));
    return path;
  }

  remove(path: string): boolean {
    return this.content.delete(path);
  }
}
