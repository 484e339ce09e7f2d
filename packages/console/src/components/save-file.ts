/** Gives the reader a file that was made in the page. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken it by the next turn; keeping the address would keep the content.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
