/** Chat rooms: everybody sees all of them, and is in one while its page is open. */
const { Store } = require("./store.js");

const PAGE = 50;

class Rooms extends Store {
  constructor(conn) {
    super({ list: [], isLoaded: false, current: "" });
    this.conn = conn;
    conn.addEventHandler("demo-rooms", { onChatroomEvent: (event) => this.happened(event) });
  }

  /** @throws what the SDK rejects with */
  async load() {
    const { data } = await this.conn.getChatRooms({ pagenum: 1, pagesize: PAGE });
    const rooms = (data && data.data) || data || [];
    const list = rooms.map((room) => ({ id: String(room.id), name: room.name, count: room.affiliations_count || 0 }));
    this.set({ list, isLoaded: true });
  }

  nameOf(id) {
    const room = this.state.list.find((each) => each.id === id);
    return (room && room.name) || id;
  }

  async enter(id) {
    await this.conn.joinChatRoom({ roomId: id });
    this.set({ current: id });
  }

  async leave() {
    const { current } = this.state;
    if (current === "") return;
    this.set({ current: "" });
    await this.conn.leaveChatRoom({ roomId: current });
  }

  happened({ operation, id }) {
    if (id === this.state.current && (operation === "destroy" || operation === "removeMember"))
      this.set({ current: "" });
  }

  forget() {
    this.set({ list: [], isLoaded: false, current: "" });
  }
}

module.exports = { Rooms };
