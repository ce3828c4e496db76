-- What Redis gives a script, and nothing else: https://redis.io/docs/latest/develop/programmability/lua-api/
-- scripts/check-lua.mjs runs luacheck over the texts that Redis is sent.
local function fields(names)
  local known = {}
  for name in string.gmatch(names, '%S+') do known[name] = {} end
  return { fields = known }
end

stds.redis = {
  read_globals = {
    'KEYS', 'ARGV', 'assert', 'error', 'getmetatable', 'ipairs', 'next', 'pairs', 'pcall', 'rawequal', 'rawget',
    'rawset', 'select', 'setmetatable', 'tonumber', 'tostring', 'type', 'unpack', 'xpcall',
    redis = fields('call pcall error_reply status_reply sha1hex log setresp set_repl REDIS_VERSION REDIS_VERSION_NUM '
      .. 'LOG_DEBUG LOG_VERBOSE LOG_NOTICE LOG_WARNING'),
    cjson = fields('encode decode null encode_keep_buffer encode_max_depth decode_max_depth '
      .. 'encode_invalid_numbers decode_invalid_numbers encode_number_precision encode_sparse_array'),
    cmsgpack = fields('pack unpack'),
    struct = fields('pack unpack size'),
    bit = fields('tobit tohex bnot band bor bxor lshift rshift arshift rol ror bswap'),
    string = fields('byte char find format gmatch gsub len lower match rep reverse sub upper'),
    table = fields('concat insert maxn remove sort'),
    math = fields('abs acos asin atan atan2 ceil cos cosh deg exp floor fmod frexp huge ldexp log log10 max min modf '
      .. 'pi pow rad random randomseed sin sinh sqrt tan tanh'),
    os = fields('clock'),
  },
}
std = 'redis'
