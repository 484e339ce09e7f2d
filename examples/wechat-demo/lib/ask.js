/** Dialogs as promises. */

/** @param {string[]} items at most six @returns {Promise<number>} -1: none of them */
function sheet(items) {
  return new Promise((resolve) => {
    wx.showActionSheet({ itemList: items, success: ({ tapIndex }) => resolve(tapIndex), fail: () => resolve(-1) });
  });
}

/** @returns {Promise<string | undefined>} undefined when it was cancelled */
function prompt({ title, value, texts }) {
  return new Promise((resolve) => {
    wx.showModal({
      title,
      editable: true,
      content: value || "",
      confirmText: texts.confirm,
      cancelText: texts.cancel,
      success: ({ confirm, content }) => resolve(confirm ? String(content || "").trim() : undefined),
      fail: () => resolve(undefined),
    });
  });
}

/** @returns {Promise<boolean>} */
function confirm({ title, texts }) {
  return new Promise((resolve) => {
    wx.showModal({
      title,
      confirmText: texts.confirm,
      cancelText: texts.cancel,
      success: (answer) => resolve(answer.confirm === true),
      fail: () => resolve(false),
    });
  });
}

/** Offers what is there, and does what is chosen. @param {{ text: string, isThere?: boolean, act: () => any }[]} items */
async function choose(items) {
  const there = items.filter(({ isThere }) => isThere !== false).slice(0, 6);
  const choice = there[await sheet(there.map(({ text }) => text))];
  if (choice !== undefined) await choice.act();
}

module.exports = { choose, confirm, prompt };
