Page({
  data: { url: "" },

  onLoad({ url }) {
    this.setData({ url: decodeURIComponent(url) });
  },
});
