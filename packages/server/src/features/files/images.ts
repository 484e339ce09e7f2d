import type { ThumbnailLimits } from "./api.ts";

/** Pictures that a thumbnail is made of. SVG is not: it is a program. */
const SOURCES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"]);

type Sharp = typeof import("sharp")["default"];
let loading: Promise<Sharp> | undefined;

/** Loaded with the first picture: a server that makes no thumbnail starts a third of a second sooner and 23 MB smaller. */
function loadSharp(): Promise<Sharp> {
  loading ??= import("sharp").then(({ default: sharp }) => {
    // The decoders are chosen by content, not by the type we stored: only these are let at the bytes of strangers.
    sharp.block({ operation: ["VipsForeignLoad"] });
    sharp.unblock({ operation: ["Jpeg", "Png", "Webp", "Nsgif", "Heif"].map((format) => `VipsForeignLoad${format}`) });
    // One thread a picture and nothing cached: how many are made at once is our own limit, and memory stays bounded.
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  });
  return loading;
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Thumbnail {
  readonly bytes: Uint8Array;
  readonly contentType: "image/png" | "image/jpeg";
}

export function canHaveThumbnail(source: { contentType: string; size: number }, limits: ThumbnailLimits): boolean {
  const { minSourceBytes, maxSourceBytes } = limits;
  return SOURCES.has(source.contentType) && source.size > minSourceBytes && source.size <= maxSourceBytes;
}

export interface ImageMaker {
  /**
   * Makes a picture that fits into `box`, upright, of the first frame. PNG when there is transparency, JPEG otherwise:
   * formats that every client shows. Rejects when the picture is damaged, too large to decode, or takes too long.
   */
  makeThumbnail(source: Uint8Array, box: Box): Promise<Thumbnail>;
}

/** Rejects when the decoder cannot be loaded on this machine. */
export async function openImages(limits: ThumbnailLimits): Promise<ImageMaker> {
  const sharp = await loadSharp();
  return {
    async makeThumbnail(source, box) {
      const image = sharp(source, { limitInputPixels: limits.maxPixels, failOn: "error", autoOrient: true })
        .timeout({ seconds: limits.timeoutSeconds })
        .resize({ ...box, fit: "inside", withoutEnlargement: true });
      const { hasAlpha } = await image.metadata();
      const encoded = hasAlpha ? image.png() : image.jpeg({ quality: 80 });
      return { bytes: await encoded.toBuffer(), contentType: hasAlpha ? "image/png" : "image/jpeg" };
    },
  };
}
