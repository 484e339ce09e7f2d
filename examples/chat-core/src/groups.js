/** The groups a user is in. */
const { Store } = require("./store.js");

const PAGE = 100;
/** After these of others, or of our other devices, the list is not what it was. */
const JOINS = ["create", "directJoined", "acceptInvite", "acceptRequest", "joinPublicGroupSuccess"];
const LEAVES = ["destroy", "removeMember", "leaveGroup"];

class Groups extends Store {
  constructor(conn) {
    super({ list: [], isLoaded: false });
    this.conn = conn;
    conn.addEventHandler("demo-groups", { onGroupEvent: (event) => this.happened(event) });
  }

  /** @throws what the SDK rejects with */
  async load() {
    const list = [];
    for (let pageNum = 1; ; pageNum++) {
      const { data } = await this.conn.getJoinedGroups({ pageNum, pageSize: PAGE });
      for (const { groupid, groupname } of data) list.push({ id: String(groupid), name: groupname });
      if (data.length < PAGE) break;
    }
    this.set({ list, isLoaded: true });
  }

  nameOf(id) {
    const group = this.state.list.find((each) => each.id === id);
    return (group && group.name) || id;
  }

  async create(name, members) {
    const { data } = await this.conn.createGroup({
      data: {
        groupname: name,
        desc: "",
        members,
        public: true,
        approval: false,
        allowinvites: true,
        inviteNeedConfirm: false,
        maxusers: 500,
      },
    });
    this.put(String(data.groupid), name);
    return String(data.groupid);
  }

  async join(id) {
    await this.conn.joinGroup({ groupId: id, message: "" });
    await this.load();
  }

  /** `{ name, owner, count, announcement, members: [{ id, role }] }` */
  async detail(id) {
    const [info, members, said] = await Promise.all([
      this.conn.getGroupInfo({ groupId: id }),
      this.conn.listGroupMembers({ groupId: id, pageNum: 1, pageSize: PAGE }),
      this.conn.fetchGroupAnnouncement({ groupId: id }),
    ]);
    const [group] = info.data;
    this.put(id, group.name);
    return {
      name: group.name,
      owner: group.owner,
      count: group.affiliations_count,
      announcement: said.data.announcement || "",
      members: members.data.map((each) => ({
        id: each.owner || each.admin || each.member,
        role: each.owner ? "owner" : each.admin ? "admin" : "member",
      })),
    };
  }

  invite(id, users) {
    return this.conn.inviteUsersToGroup({ groupId: id, users });
  }

  async leave(id) {
    await this.conn.leaveGroup({ groupId: id });
    this.gone(id);
  }

  async dissolve(id) {
    await this.conn.destroyGroup({ groupId: id });
    this.gone(id);
  }

  announce(id, announcement) {
    return this.conn.updateGroupAnnouncement({ groupId: id, announcement });
  }

  happened({ operation, id, name }) {
    if (LEAVES.indexOf(operation) >= 0) this.gone(id);
    else if (JOINS.indexOf(operation) >= 0) this.put(id, name || id);
    // Until the next event it is called what it was called.
    else if (operation === "updateInfo" && this.state.isLoaded) this.load().catch(() => {});
  }

  put(id, name) {
    const others = this.state.list.filter((each) => each.id !== id);
    this.set({ list: [{ id, name }].concat(others) });
  }

  gone(id) {
    this.set({ list: this.state.list.filter((each) => each.id !== id) });
  }

  forget() {
    this.set({ list: [], isLoaded: false });
  }
}

module.exports = { Groups };
