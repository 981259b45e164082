/* For the test runners. */
exports.expected = "200 200 401, handled t1";
