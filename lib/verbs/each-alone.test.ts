import { describe, expect, it } from 'vitest'
import { eachAlone } from './each-alone'

describe('a sweep', () => {
  it('goes on after one that fails, and says what failed once all were tried', async () => {
    const tried: number[] = []
    const work = (one: number): Promise<boolean> => {
      tried.push(one)
      return one % 2 === 0 ? Promise.reject(new Error(`${one} fails`)) : Promise.resolve(true)
    }
    await expect(eachAlone([1, 2, 3], work)).rejects.toThrow(/^2 fails$/)
    await expect(eachAlone([2, 3, 4], work)).rejects.toThrow('Error: 2 fails; Error: 4 fails')
    expect(tried).toEqual([1, 2, 3, 2, 3, 4])
  })

  it('answers with how much it did', async () => {
    expect(await eachAlone([0, 3, 2], (one) => Promise.resolve(one))).toBe(5)
    expect(await eachAlone([true, false, true], (one) => Promise.resolve(one))).toBe(2)
  })
})
