/** Dialogs as promises. */
function sheet(items) {
  return new Promise((resolve) => {
    my.showActionSheet({ items, success: ({ index }) => resolve(index), fail: () => resolve(-1) });
  });
}

/** @returns {Promise<string | undefined>} undefined when it was cancelled */
function prompt({ title, value, texts }) {
  return new Promise((resolve) => {
    my.prompt({
      title,
      placeholder: value || "",
      okButtonText: texts.confirm,
      cancelButtonText: texts.cancel,
      success: ({ ok, inputValue }) => resolve(ok ? String(inputValue || "").trim() : undefined),
      fail: () => resolve(undefined),
    });
  });
}

/** @returns {Promise<boolean>} */
function confirm({ title, texts }) {
  return new Promise((resolve) => {
    my.confirm({
      title,
      confirmButtonText: texts.confirm,
      cancelButtonText: texts.cancel,
      success: (answer) => resolve(answer.confirm === true),
      fail: () => resolve(false),
    });
  });
}

/** Ends the wait of a page that has opened another one to let something be picked. */
const picks = {
  /** @type {((picked: { type: string, id: string }[] | undefined) => void) | undefined} */
  resolve: undefined,
};

/** Opens the page of contacts and groups. @returns {Promise<{ type: string, id: string }[] | undefined>} */
function pick({ many, groups }) {
  return new Promise((resolve) => {
    picks.resolve = resolve;
    my.navigateTo({ url: `/pages/pick/pick?many=${many ? 1 : ""}&groups=${groups ? 1 : ""}` });
  });
}

module.exports = { sheet, prompt, confirm, pick, picks };
