/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Keys that protect nothing: fixed, so that what a corpus holds opens in every run. */

static const unsigned char fuzz_signing_seed[32] = "motus fuzzing: no secret at all";

static const char fuzz_rsa_pem[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC+UwryFdwyCoXL\n"
  "uaHIDA91OGM81rRwV9Vcot36WznHr8ExSk71g9jaCEbqY7tzLiH2BPTuWcVVBwNf\n"
  "3/Msg8oUFG2MayP+bmgwE/epwPrcf+D5nOy0dnYq09wtwt670PUGPQTj7Mk5utTu\n"
  "egF4dGUKxgTeao2oN0USxOi+sgoJQJEijVM0ERPnBttymQUzOgEB1FT8GNGktsnV\n"
  "/CwVp5I8M4VOOFY2npGK8IhRyrpiYSprIdpKqW4te6GfylY+nzCwhnLfrOPSJ1o/\n"
  "Wqby5YQ5WOdZo0HRK0NX7OPALAGdc/FIo4C2tBqFcsjT+Cf6gM7yiR7PffmN+CIp\n"
  "mEHE+9JxAgMBAAECggEAE4tfkmCgThs6hiM3890ZMUZrGnJJ8Udzx6GJ/g2kL1dj\n"
  "FXa2CQxTFoDHF4bKVxejsSntJRTe6M5hkFTlGesms00tur+94IDh/h3uzuXcXQxc\n"
  "xAVTYWzQ0bET6TcbvFnG768Qc397YoxHFX497Gq3fZW8JkL27RFP7I9//yU1VqG3\n"
  "LLJygCVt78i8IP7RO1ZS8/tGCnAe/Q36Ec/vTpASgJzb2JoMRs/Wq5MdSijofTmi\n"
  "eItUWr8IB38oJGD0QAqbFKDX0g7c5pGjoJ3tEGfH3o/7zpN1fKfIm7qj5ICk1a1f\n"
  "dXD/fl5SG0xdALQiJWPqK2U7biq5R/ZqDcxQ8nvTiQKBgQD10s+0NK/AAvIpnJai\n"
  "zGQxxNR4bQ9ZzYKUwplCJdMswwo09GH5W8el3C7fxHZpK3pqerH1+2q1czRnHwQE\n"
  "F9+7LUX+Mt70mFVwma8q4j4kay9EHiCO9JGC9a/hcnqbE+A/ZZ+T9HwMiYsJKI9I\n"
  "TQCN4m/lppgOADnIzzVWH0dFCwKBgQDGNBAejnvzm2bJDL+7Z/5FhtyjDifrvNgv\n"
  "6RZWZ3JeS8R+eWnX1s2VNIItVaIenjWnSIrJ++M/Scp5vau++uUTGQ0CrU+cGFNQ\n"
  "CZOITQbqtZhkXxEJbuzHoS7MBFWGP9mkitMMM+KtiFN2cVHKPfgrLcqaozl5VeoX\n"
  "xDIgaht78wKBgQDBnVLemoi6cReO0riKbPWVhXPbjfqDPqxUwpi3Utdq8At//eOU\n"
  "5UbwSeXZdQHWf9ohN5YnKei4FY72kaU2HB+pa1Uvi52zhK/2yfT/j8ZmJM3LlvcJ\n"
  "4XMidKQcq3AJ6LO8+yue+vchYMvTYNDJn2yKVAjSFk646FCa6ykVNfmKVQKBgQCJ\n"
  "Rdm8MBbtG75OlMPeOiJDaSo6zD0d6kcYt6i+4xq08GkA53pFAQKVyi42085awlyK\n"
  "pZVqW0iCtsrDEnh25zHszjbSmdI/XCGnl1pU1nRp7qfDLIySKf9YK+xLZN0PA/3r\n"
  "FjMhinX+liKoL8fj+JN+5FIkU9Qkkzp0h2/oP1UVvQKBgH8B9yQsnpOFJfxQwBcX\n"
  "f4HvaH7ZooZzyiKdq86YnoWNNJHHrafUPUWRyno2JkY8rnfu2nTwqH9WZAhZs7Hz\n"
  "vkSfpbiXrapSUjd96xuB5tIS8AcKcUzAW7aNqNEbjBqET8WIH2SggkSY4YsdExoL\n"
  "93DU2f+tThrK5LzmTJB21lwM\n"
  "-----END PRIVATE KEY-----\n";
