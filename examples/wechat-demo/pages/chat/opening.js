/** What happens when a message is tapped. @param {any} view @param {{ chat: any, page: any }} context */
function openMessage(view, { chat, page }) {
  switch (view.kind) {
    case "image":
      wx.previewImage({ urls: [view.url] });
      return;
    case "voice":
      play(view, { chat, page });
      return;
    case "video":
      wx.previewMedia({ sources: [{ url: view.url, type: "video" }] });
      return;
    case "file":
      download(view, chat.texts);
      return;
    case "location":
      wx.openLocation({
        latitude: view.latitude,
        longitude: view.longitude,
        name: view.place || view.address,
        address: view.address,
      });
      return;
    case "card":
      wx.navigateTo({ url: `/pages/chat/chat?type=singleChat&id=${encodeURIComponent(view.cardUser)}` });
      return;
    default:
  }
}

function play(view, { chat, page }) {
  const audio = wx.createInnerAudioContext();
  audio.onEnded(() => {
    page.setData({ playing: "" });
    audio.destroy();
  });
  audio.onError(() => {
    page.setData({ playing: "" });
    wx.showToast({ title: chat.texts.playFailed, icon: "none" });
  });
  audio.src = view.url;
  audio.play();
  page.setData({ playing: view.id });
}

function download(view, texts) {
  const fail = () => wx.showToast({ title: texts.openFailed, icon: "none" });
  wx.showLoading({ title: view.filename });
  wx.downloadFile({
    url: view.url,
    success: ({ tempFilePath }) => {
      wx.hideLoading();
      wx.openDocument({ filePath: tempFilePath, fileType: view.filename.split(".").pop(), showMenu: true, fail });
    },
    fail: () => {
      wx.hideLoading();
      fail();
    },
  });
}

module.exports = { openMessage };
