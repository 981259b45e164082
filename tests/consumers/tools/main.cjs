const { receive } = require("./receive.cjs");

receive().then(console.log);
