/** What kind of file it is, and how it can be shown without letting it run. */

const UNKNOWN = "application/octet-stream";

/** A type without parameters, as it may stand in a header. */
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;

/**
 * Types that a browser runs, or that hide others: `text/html`, `image/svg+xml`, scripts, style sheets, containers.
 */
const ACTIVE =
  /^(multipart|message)\/|^text\/(html|css|xml|xsl)$|(\/|\+)xml$|xhtml|mhtml|(java|ecma|live)script|shockwave/;

/**
 * The type to store: what an uploader declares, unless the first bytes show a picture, or the declaration says nothing
 * (mini programs often send no usable one).
 */
export function resolveMediaType(declared: string | undefined, head: Uint8Array): string {
  const type = declared?.split(";")[0]?.trim().toLowerCase() ?? "";
  const seen = sniff(Buffer.from(head));
  if (seen?.startsWith("image/")) return seen;
  if (!TYPE.test(type)) return seen ?? UNKNOWN;
  return isVague(type) ? (seen ?? type) : type;
}

/**
 * Pictures, sound and video are shown in place; everything else is for saving, and what a browser might run is not even
 * called by its name.
 */
export function presentationOf(type: string): { contentType: string; isInline: boolean } {
  if (ACTIVE.test(type)) return { contentType: UNKNOWN, isInline: false };
  return { contentType: type, isInline: /^(image|audio|video)\//.test(type) };
}

/** `Content-Disposition` with a name in any script (RFC 6266, RFC 8187). */
export function dispositionOf(name: string | undefined, { isInline }: { isInline: boolean }): string {
  const kind = isInline ? "inline" : "attachment";
  if (name === undefined) return kind;
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}

/** The last segment of what the uploader calls the file, without control characters; undefined when nothing is left. */
export function cleanFileName(name: string | undefined): string | undefined {
  const last = name?.toWellFormed().split(/[\\/]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  const clean = last.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "").trim();
  const short = [...clean].slice(0, 200).join("");
  return short === "" ? undefined : short;
}

/** What a part without a type of its own is taken for. */
function isVague(type: string): boolean {
  return type === UNKNOWN || type === "text/plain";
}

function sniff(head: Buffer): string | undefined {
  const text = head.toString("latin1");
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (text.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (/^GIF8[79]a/.test(text)) return "image/gif";
  if (text.startsWith("RIFF")) return riffTypes[text.slice(8, 12)];
  if (text.slice(4, 8) === "ftyp") return isoMediaType(text.slice(8, 12));
  if (text.startsWith("\x1a\x45\xdf\xa3")) return "video/webm";
  if (text.startsWith("OggS")) return "audio/ogg";
  if (text.startsWith("fLaC")) return "audio/flac";
  if (text.startsWith("#!AMR")) return "audio/amr";
  if (text.startsWith("ID3")) return "audio/mpeg";
  return undefined;
}

const riffTypes: Readonly<Record<string, string>> = {
  WEBP: "image/webp",
  WAVE: "audio/wav",
  "AVI ": "video/x-msvideo",
};

function isoMediaType(brand: string): string {
  if (/^avi[fs]$/.test(brand)) return "image/avif";
  if (/^(hei[cx]|mif1)$/.test(brand)) return "image/heic";
  if (brand.startsWith("M4A")) return "audio/mp4";
  if (brand === "qt  ") return "video/quicktime";
  return brand.startsWith("3gp") ? "video/3gpp" : "video/mp4";
}
