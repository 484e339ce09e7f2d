/** What the script of the SDK leaves behind: ours the first, the official one the second. */
interface Window {
  WebIM?: typeof import("./sdk");
  websdk?: typeof import("./sdk");
}
