/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "motus-montgomery-kernel.h"

#if defined (__x86_64__) && !defined (__ILP32__)

#include <cpuid.h>

#define CPUID_7_EBX_BMI2 (1u << 8)
#define CPUID_7_EBX_ADX (1u << 19)

gboolean
motus_montgomery_kernel_available (void)
{
  unsigned int eax, ebx, ecx, edx;
  return __get_cpuid_count (7, 0, &eax, &ebx, &ecx, &edx)
         && (ebx & CPUID_7_EBX_BMI2) != 0 && (ebx & CPUID_7_EBX_ADX) != 0;
}

/* One limb: the low half of the product joins the sum on the chain of CF, the high half of the
 * product before it on the chain of OF. The two registers for high halves take turns. */
#define LIMB(offset, before, high)                \
  "mulxq " offset "(%[factors]), %%r8, " high "\n\t" \
  "adcxq " offset "(%[sum]), %%r8\n\t"            \
  "adoxq " before ", %%r8\n\t"                    \
  "movq %%r8, " offset "(%[sum])\n\t"

#define TWO_LIMBS(first, second)         \
  LIMB (first, "%[carry]", "%%r9")       \
  LIMB (second, "%%r9", "%[carry]")

/* @sum += @factors * @factor + @carry over sixteen limbs; gives the carry. */
static inline mp_limb_t
add_row (mp_limb_t *sum, const mp_limb_t *factors, mp_limb_t factor, mp_limb_t carry)
{
  __asm__ volatile ("xorl %%r8d, %%r8d\n\t"
                    TWO_LIMBS ("0", "8")
                    TWO_LIMBS ("16", "24")
                    TWO_LIMBS ("32", "40")
                    TWO_LIMBS ("48", "56")
                    TWO_LIMBS ("64", "72")
                    TWO_LIMBS ("80", "88")
                    TWO_LIMBS ("96", "104")
                    TWO_LIMBS ("112", "120")
                    "movl $0, %%r8d\n\t"
                    "adcxq %%r8, %[carry]\n\t"
                    "adoxq %%r8, %[carry]\n\t"
                    : [carry] "+&r" (carry)
                    : [sum] "r" (sum), [factors] "r" (factors), "d" (factor)
                    : "r8", "r9", "cc", "memory");
  return carry;
}

static inline mp_limb_t
add_rows (mp_limb_t *sum, const mp_limb_t *factors, mp_limb_t factor, gsize limbs)
{
  mp_limb_t carry = 0;
  for (gsize i = 0; i < limbs; i += MOTUS_MONTGOMERY_KERNEL_LIMBS)
    carry = add_row (sum + i, factors + i, factor, carry);
  return carry;
}

/* Each round adds one row of the product and then the multiple of the modulus that clears the
 * lowest limb that is left. */
void
motus_montgomery_kernel (mp_limb_t *out, const mp_limb_t *a, const mp_limb_t *b,
                         const mp_limb_t *modulus, mp_limb_t inverse, gsize limbs,
                         mp_limb_t *scratch)
{
  mp_limb_t *sum = scratch, over = 0;
  mpn_zero (sum, limbs);
  for (gsize i = 0; i < limbs; i++)
    {
      mp_limb_t first = add_rows (sum + i, a, b[i], limbs);
      mp_limb_t second = add_rows (sum + i, modulus, sum[i] * inverse, limbs);
      unsigned __int128 top = (unsigned __int128) first + second + over;
      sum[i + limbs] = (mp_limb_t) top;
      over = (mp_limb_t) (top >> 64);
    }
  mpn_copyi (out, sum + limbs, limbs);
  mpn_cnd_sub_n (over, out, out, modulus, limbs);
}

void
motus_montgomery_kernel_reduce (mp_limb_t *out, mp_limb_t *product, const mp_limb_t *modulus,
                                mp_limb_t inverse, gsize limbs)
{
  mp_limb_t over = 0;
  for (gsize i = 0; i < limbs; i++)
    {
      mp_limb_t carry = add_rows (product + i, modulus, product[i] * inverse, limbs);
      unsigned __int128 top = (unsigned __int128) product[i + limbs] + carry + over;
      product[i + limbs] = (mp_limb_t) top;
      over = (mp_limb_t) (top >> 64);
    }
  mpn_copyi (out, product + limbs, limbs);
  mpn_cnd_sub_n (over, out, out, modulus, limbs);
}

#else

gboolean
motus_montgomery_kernel_available (void)
{
  return FALSE;
}

void
motus_montgomery_kernel (mp_limb_t *out, const mp_limb_t *a, const mp_limb_t *b,
                         const mp_limb_t *modulus, mp_limb_t inverse, gsize limbs,
                         mp_limb_t *scratch)
{
  g_assert_not_reached ();
}

void
motus_montgomery_kernel_reduce (mp_limb_t *out, mp_limb_t *product, const mp_limb_t *modulus,
                                mp_limb_t inverse, gsize limbs)
{
  g_assert_not_reached ();
}

#endif
