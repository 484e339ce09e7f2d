/* Two users of one Rondo server, side by side. Everything a chat needs is in `openPerson`; the rest is the page. */
(function () {
  "use strict";

  // The official build calls its global `websdk`; in modules the same object is usually imported as WebIM.
  var WebIM = window.websdk;
  var query = new URLSearchParams(location.search);
  var rest = query.get("rest") || "http://127.0.0.1:8080";
  var config = {
    appKey: query.get("appKey") || "rondo#demo",
    apiUrl: rest,
    url: rest.replace(/^http/, "ws") + "/websocket",
    https: rest.indexOf("https:") === 0,
    isHttpDNS: false,
    heartBeatWait: 30000,
    autoReconnectNumMax: 5,
    delivery: true,
    // Both users live in one page: without this they would share one remembered device.
    isFixedDeviceId: false,
  };

  var texts = {
    en: {
      intro: "Two users of this server. Sign one off, write to them, sign them on again.",
      language: "中文",
      connecting: "connecting …",
      online: "online",
      offline: "signed off",
      failed: "could not sign in: ",
      placeholder: "Write to ",
      send: "Send",
      signOff: "Sign off",
      signOn: "Sign on",
      sending: "sending",
      sent: "sent",
      delivered: "delivered",
      notSent: "not sent: ",
    },
    zh: {
      intro: "同一服务器上的两个用户。让一方下线，给 TA 发消息，再让 TA 上线。",
      language: "English",
      connecting: "连接中 …",
      online: "在线",
      offline: "已下线",
      failed: "登录失败：",
      placeholder: "发消息给 ",
      send: "发送",
      signOff: "下线",
      signOn: "上线",
      sending: "发送中",
      sent: "已发送",
      delivered: "已送达",
      notSent: "发送失败：",
    },
  };
  var language = query.get("lang") || (navigator.language.indexOf("zh") === 0 ? "zh" : "en");
  var redraws = [];

  function openPerson(section) {
    var user = section.dataset.user;
    var peer = section.dataset.peer;
    var state = { status: "connecting", problem: "", messages: [] };
    var view = drawPerson(section, user, peer);
    var connection = new WebIM.connection(config);

    connection.addEventHandler("page", {
      onConnected: function () {
        setStatus("online");
      },
      onDisconnected: function () {
        setStatus("offline");
      },
      onTextMessage: function (message) {
        add({ id: message.id, text: message.msg, own: false, note: message.from });
      },
      onDeliveredMessage: function (receipt) {
        mark(receipt.mid, "delivered");
      },
    });

    function signOn() {
      setStatus("connecting");
      var account = { user: user, pwd: user + "-secret" };
      return connection
        .open(account)
        .catch(function (error) {
          if (error.message !== "user not found") throw error;
          return connection.registerUser({ username: user, password: account.pwd, nickname: user }).then(function () {
            return connection.open(account);
          });
        })
        .catch(function (error) {
          setStatus("failed", error.message || String(error));
        });
    }

    function send(text) {
      var entry = { id: "", text: text, own: true, note: "sending" };
      add(entry);
      connection.send(WebIM.message.create({ type: "txt", chatType: "singleChat", to: peer, msg: text })).then(
        function (result) {
          entry.id = result.serverMsgId;
          if (entry.note === "sending") entry.note = "sent";
          draw();
        },
        function (error) {
          entry.note = "notSent";
          entry.problem = error.message || String(error.type);
          draw();
        },
      );
    }

    function add(entry) {
      state.messages.push(entry);
      draw();
    }

    function mark(id, note) {
      state.messages.forEach(function (entry) {
        if (entry.id === id) entry.note = note;
      });
      draw();
    }

    function setStatus(status, problem) {
      state.status = status;
      state.problem = problem || "";
      draw();
    }

    function draw() {
      view.draw(state);
    }

    view.onSend(send);
    view.onConnection(function () {
      if (state.status === "online") connection.close();
      else signOn();
    });
    redraws.push(draw);
    draw();
    return signOn();
  }

  function drawPerson(section, user, peer) {
    section.append(document.getElementById("person").content.cloneNode(true));
    var find = function (selector) {
      return section.querySelector(selector);
    };
    find("h2").textContent = user;
    return {
      draw: function (state) {
        var t = texts[language];
        var online = state.status === "online";
        find(".status").textContent = t[state.status] + state.problem;
        find(".status").classList.toggle("online", online);
        find("form label span").textContent = t.placeholder + peer;
        find("input").placeholder = t.placeholder + peer;
        find("input").disabled = !online;
        find("[type=submit]").textContent = t.send;
        find("[type=submit]").disabled = !online;
        find(".connection").textContent = online ? t.signOff : t.signOn;
        find(".connection").disabled = state.status === "connecting";
        var list = find(".messages");
        list.replaceChildren.apply(
          list,
          state.messages.map(function (entry) {
            var item = document.createElement("li");
            item.className = entry.own ? "own" : "";
            var note = document.createElement("small");
            note.textContent = (entry.own ? t[entry.note] : entry.note) + (entry.problem || "");
            item.append(entry.text, note);
            return item;
          }),
        );
        list.scrollTop = list.scrollHeight;
      },
      onSend: function (listener) {
        find("form").addEventListener("submit", function (event) {
          event.preventDefault();
          var input = find("input");
          if (input.value.trim() !== "") listener(input.value);
          input.value = "";
        });
      },
      onConnection: function (listener) {
        find(".connection").addEventListener("click", listener);
      },
    };
  }

  function drawPage() {
    document.documentElement.lang = language;
    document.querySelector("[data-text=intro]").textContent = texts[language].intro;
    document.getElementById("language").textContent = texts[language].language;
    redraws.forEach(function (redraw) {
      redraw();
    });
  }

  document.getElementById("language").addEventListener("click", function () {
    language = language === "en" ? "zh" : "en";
    drawPage();
  });
  // One after the other: the official SDK keeps its device name in the page's storage while it starts.
  openPerson(document.querySelector("[data-user=alice]")).then(function () {
    return openPerson(document.querySelector("[data-user=bob]"));
  });
  drawPage();
})();
